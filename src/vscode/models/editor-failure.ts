import { AppError, asAppError } from "../../core/app-error.ts";
import { ProviderFailure } from "../../core/models/provider-failure.ts";
import { quotable } from "../../core/models/quotable.ts";

const ANOTHER = 'choose another model with "Tessera: Select Model"';

/** What the editor or a model's extension threw, as a sentence a person can act on, its cause a `ProviderFailure`. */
export function editorFailure(error: unknown, model: string): AppError {
  const known = asAppError(error);
  if (known !== undefined) return known;
  if (error instanceof ProviderFailure) return new AppError("provider", error.message, { cause: error });
  const said = quotable(reasonOf(error), undefined);
  const failed = (sentence: string, retryable: boolean, status?: number) =>
    new AppError("provider", sentence, {
      cause: new ProviderFailure(said, { retryable, ...(status === undefined ? {} : { status, unserved: true }) }),
    });
  switch (codeOf(error)) {
    case "NoPermissions":
      return failed(
        `The editor does not let Tessera use ${model} (${said}): start again and allow it, or ${ANOTHER}.`,
        false,
        403,
      );
    case "NotFound":
      return failed(`The editor no longer offers ${model} (${said}): ${ANOTHER}.`, false, 404);
    case "Blocked":
      return failed(
        `${model} is blocked (${said}): its quota may be used up; try again later, or ${ANOTHER}.`,
        false,
        429,
      );
  }
  if (/quota|billing|credit/i.test(said))
    return failed(`The quota for ${model} is used up (${said}): try again later, or ${ANOTHER}.`, false, 429);
  if (/rate.?limit|too many requests|\b429\b/i.test(said))
    return failed(`${model} limits the rate of requests (${said}): try again later, or ${ANOTHER}.`, true, 429);
  return failed(`${model} failed (${said}): try again, or ${ANOTHER}.`, true);
}

/** What a refusal says the model cannot do: be made to call a tool, have tools at all. */
export function refusedAbilities(error: unknown): { readonly required: boolean; readonly tools: boolean } {
  const said = reasonOf(error);
  const about = /\btools?\b|tool.?(mode|choice|call)|function.?call/i.test(said);
  if (!about || /^(NoPermissions|NotFound|Blocked)$/.test(codeOf(error) ?? ""))
    return { required: false, tools: false };
  return {
    required: /tool.?(mode|choice)|required/i.test(said),
    tools: /unsupported|unavailable|\b(not|cannot|never|without|no)\b|n't\b/i.test(said),
  };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** The innermost message: the editor wraps what a model's extension threw. */
function reasonOf(error: unknown): string {
  let reason = error instanceof Error ? error.message : String(error);
  let inner: unknown = error instanceof Error ? error.cause : undefined;
  for (let depth = 0; depth < 5 && inner instanceof Error; depth++) {
    if (inner.message !== "") reason = inner.message;
    inner = inner.cause;
  }
  return reason.trim() === "" ? "no reason given" : reason;
}
