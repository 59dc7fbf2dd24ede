import DOMPurify from "dompurify";
import markdownIt from "markdown-it";

const markdown = markdownIt({ html: false, linkify: false, typographer: false });
// What an image would say is said; nothing is loaded.
markdown.renderer.rules.image = (tokens, at) => escapeHtml(tokens[at]?.content ?? "");
const { escapeHtml } = markdown.utils;

/**
 * Markdown as a piece of document: no HTML of its own, no images, no attributes but a link's address, which is never followed
 * by the page. What the renderer makes is purified all the same.
 */
export function renderMarkdown(text: string, options: { readonly inline: boolean }): DocumentFragment {
  const html = options.inline ? markdown.renderInline(text) : markdown.render(text);
  return DOMPurify.sanitize(html, {
    RETURN_DOM_FRAGMENT: true,
    ALLOWED_TAGS: [
      ...["p", "br", "hr", "em", "strong", "s", "code", "pre", "a", "ul", "ol", "li", "blockquote"],
      ...["h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"],
    ],
    ALLOWED_ATTR: ["href", "start"],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}
