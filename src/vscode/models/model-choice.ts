/** A model that runs can use, as people choose it. */
export interface ModelChoice {
  /** "offline", "anthropic:claude-…", "openai:…", "ollama:…", "lmstudio:…", "editor:vendor/id". */
  readonly id: string;
  readonly label: string;
  readonly offline: boolean;
}
