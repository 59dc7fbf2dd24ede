import { useState } from "preact/hooks";
import type { CardView, QuestionView } from "../../protocol/views.ts";
import { usePanel } from "../panel-context.ts";
import { dollars, range, tokens } from "../text/amounts.ts";
import { plainly } from "../text/hidden.ts";
import { Icon } from "./icon.tsx";
import { IconButton } from "./icon-button.tsx";
import { Plan } from "./plan.tsx";

interface QuestionProps {
  readonly run: string;
  readonly question: QuestionView;
  /** Those of the run. */
  readonly cards: readonly CardView[];
}

/** What is asked, and the ways to answer it; of a plan, the plan with what it is likely to use. */
export function Question({ run, question, cards }: QuestionProps) {
  const { post, memory } = usePanel();
  const { id, who, icon, text, choices, words, plan } = question;
  const key = `${run}\n${id}`;
  const answer = (said: string) => {
    memory.setAnswer(key, "");
    post({ type: "answer", run, question: id, answer: said });
  };
  return (
    <section class="question" data-question={key} aria-label={`Question: ${plainly(text)}`}>
      <p class="question-text">
        <Icon name={icon} tone="warn" />
        {plan === undefined && <strong>{plainly(who)}</strong>}
        <span>{plainly(text)}</span>
      </p>
      {plan !== undefined && (
        <>
          <Plan run={run} cards={cards.filter((card) => plan.cards.includes(card.id))} begun={false} />
          <p class="estimate">{estimate(plan)}</p>
        </>
      )}
      <div class="question-actions">
        {choices.map((choice, index) => (
          <button
            key={choice}
            type="button"
            class={index === 0 ? "button" : "button secondary"}
            onClick={() => answer(choice)}
          >
            {plainly(choice)}
          </button>
        ))}
        {words && <OwnWords question={key} onAnswer={answer} />}
      </div>
    </section>
  );
}

interface OwnWordsProps {
  /** Under which it is kept while it is typed. */
  readonly question: string;
  readonly onAnswer: (words: string) => void;
}

function OwnWords({ question, onAnswer }: OwnWordsProps) {
  const { memory } = usePanel();
  const [words, setWords] = useState(memory.kept.answers[question] ?? "");
  const send = (event: Event) => {
    event.preventDefault();
    if (words.trim() !== "") onAnswer(words.trim());
  };
  return (
    <form class="own-words" onSubmit={send}>
      <input
        type="text"
        value={words}
        maxLength={2000}
        placeholder="Answer in your own words"
        aria-label="Answer in your own words"
        onInput={({ currentTarget }) => {
          setWords(currentTarget.value);
          memory.setAnswer(question, currentTarget.value);
        }}
      />
      <IconButton icon="send" label="Answer" onClick={() => words.trim() !== "" && onAnswer(words.trim())} />
    </form>
  );
}

function estimate({ calls, tokens: used, usd, pricesOf }: NonNullable<QuestionView["plan"]>): string {
  const parts = [
    `${range(calls, String)} ${calls.most === 1 ? "call" : "calls"}`,
    `${range(used, tokens)} tokens`,
    usd === undefined ? "no known price" : usd.most === 0 ? "" : range(usd, dollars),
    pricesOf === undefined ? "" : `list prices of ${pricesOf}`,
  ];
  return `About ${parts.filter((part) => part !== "").join(" · ")}`;
}
