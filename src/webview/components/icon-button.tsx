import { Icon } from "./icon.tsx";

interface IconButtonProps {
  readonly icon: string;
  /** What it does and to what, for those who cannot see where it is. */
  readonly label: string;
  /** Shown when pointed at, where it is to be shorter, or to name a key. */
  readonly title?: string;
  readonly tone?: "good" | "bad";
  readonly tabIndex?: number;
  readonly onClick: () => void;
}

export function IconButton({ icon, label, title = label, tone, tabIndex, onClick }: IconButtonProps) {
  return (
    <button type="button" class="icon-button" title={title} aria-label={label} tabIndex={tabIndex} onClick={onClick}>
      <Icon name={icon} tone={tone} />
    </button>
  );
}
