import { Icon } from "./icon.tsx";

interface IconButtonProps {
  readonly icon: string;
  /** What it does and to what, for those who cannot see where it is. */
  readonly label: string;
  /** Shown when pointed at, where it is to be shorter, or to name a key. */
  readonly title?: string;
  readonly tone?: "good" | "bad";
  readonly tabIndex?: number;
  /** Left out where there is little room: something beside it does the same. */
  readonly wide?: boolean;
  readonly onClick: () => void;
}

export function IconButton({ icon, label, title = label, tone, tabIndex, wide = false, onClick }: IconButtonProps) {
  return (
    <button
      type="button"
      class={wide ? "icon-button wide" : "icon-button"}
      title={title}
      aria-label={label}
      tabIndex={tabIndex}
      onClick={onClick}
    >
      <Icon name={icon} tone={tone} />
    </button>
  );
}
