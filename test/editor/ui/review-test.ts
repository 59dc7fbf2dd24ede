import { openReview, type ReviewWindow } from "../review/review-window.ts";
import { test as base } from "./window-test.ts";

type Open = (
  files: Parameters<typeof openReview>[1],
  proposals: Parameters<typeof openReview>[2],
  options?: Parameters<typeof openReview>[3],
) => Promise<ReviewWindow>;

/** A test that opens windows in which changes are proposed. */
export const test = base.extend<{ review: Open }>({
  review: async ({ open }, use) => {
    const opened: ReviewWindow[] = [];
    await use(async (...asked) => {
      const review = await openReview(open, ...asked);
      opened.push(review);
      return review;
    });
    for (const review of opened) review.dispose();
  },
});
