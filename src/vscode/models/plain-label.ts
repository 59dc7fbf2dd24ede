/** Foreign text for a label of the editor, which would draw "$(name)" as an icon. */
export function plainLabel(text: string): string {
  return text.replaceAll("$(", "$ (").replace(/[\p{Cc}\p{Cf}\s]+/gu, " ");
}
