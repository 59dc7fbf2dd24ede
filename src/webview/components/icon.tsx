interface IconProps {
  /** A codicon's name. */
  readonly name: string;
  readonly tone?: "good" | "bad" | "warn" | "dim" | undefined;
  readonly spin?: boolean;
}

/** A picture beside words; those who cannot see it lose nothing. */
export function Icon({ name, tone, spin = false }: IconProps) {
  const classes = ["codicon", `codicon-${name}`, tone ?? "", spin ? "spin" : ""];
  return <i class={classes.filter((one) => one !== "").join(" ")} aria-hidden="true" />;
}
