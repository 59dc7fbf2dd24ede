import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { AppError } from "../core/app-error.ts";
import type { ModelRules } from "../core/models/connect.ts";
import { priceFrom } from "../core/models/prices.ts";
import { errorCode } from "./safe-path.ts";

const dollars = z.number().min(0);
const seconds = z.number().positive().max(86_400).exactOptional();
const rulesSchema = z.strictObject({
  prices: z
    .record(z.string(), z.strictObject({ input: dollars, output: dollars, cacheRead: dollars.exactOptional() }))
    .exactOptional(),
  firstSeconds: seconds,
  idleSeconds: seconds,
  retrySeconds: seconds,
});

/**
 * What the user has set about models, in `models.json` of the state folder: prices in dollars per million tokens by model, and how
 * many seconds a server may be silent before and within its answer, and be tried again. Throws `usage` where it cannot be meant.
 */
export async function readModelRules(state: string): Promise<ModelRules> {
  const path = join(state, "models.json");
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return {};
    throw new AppError("usage", `${path} cannot be read: mend its rights, or remove it.`, { cause: error });
  }
  const { prices = {}, firstSeconds, idleSeconds, retrySeconds } = parsed(path, text);
  const ms = (amount: number | undefined) => (amount === undefined ? undefined : amount * 1000);
  return {
    prices: Object.fromEntries(Object.entries(prices).map(([model, price]) => [model, priceFrom(price)])),
    limits: { firstMs: ms(firstSeconds), idleMs: ms(idleSeconds) },
    retryMs: ms(retrySeconds),
  };
}

function parsed(path: string, text: string): z.infer<typeof rulesSchema> {
  try {
    return rulesSchema.parse(JSON.parse(text));
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")
        : "it is no JSON";
    throw new AppError("usage", `${path} cannot be understood (${reason}): mend it, or remove it.`, { cause: error });
  }
}
