import { expect, test } from "vitest";
import { retryAfterMs } from "../../../src/core/models/retry-after.ts";

const now = Date.parse("2026-12-01T00:00:00Z");

test.each([
  [{ "retry-after": "3" }, 3000],
  [{ "retry-after": "0.5" }, 500],
  [{ "retry-after": " 2 " }, 2000],
  [{ "retry-after": "0" }, 0],
  [{ "retry-after": "99999" }, 99_999_000],
  [{ "retry-after": "Tue, 01 Dec 2026 00:00:05 GMT" }, 5000],
  [{ "retry-after": "Tue, 01 Dec 2020 00:00:05 GMT" }, 0],
  [{ "retry-after": "1", "retry-after-ms": "250" }, 250],
  [{ "retry-after": "-1" }, undefined],
  [{ "retry-after": "" }, undefined],
  [{ "retry-after": "soon" }, undefined],
  [{ "retry-after": "1e999" }, undefined],
  [{ "retry-after": "Infinity" }, undefined],
  [{ "retry-after": "5, 10" }, undefined],
  [{}, undefined],
])("%j asks to wait %s ms", (headers, wait) => {
  expect(retryAfterMs(new Headers(headers), now)).toBe(wait);
});
