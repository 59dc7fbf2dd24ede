/**
 * One stretch of a text. "code" and the shape around it ("open", "close") are what has to stay;
 * "comment" and "docstring" may change; "blank" is looked at already and means nothing (a continued line, space between JSX elements).
 */
export interface Piece {
  readonly role: "code" | "open" | "close" | "comment" | "docstring" | "blank";
  readonly type: string;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Inside a macro call of Rust, where the macro sees tokens and not syntax. */
  readonly raw?: boolean;
}
