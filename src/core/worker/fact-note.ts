import * as z from "zod";

/** One fact of the run's scratchpad. */
export const factNoteSchema = z.object({ key: z.string(), value: z.string(), source: z.string() });
export type FactNote = Readonly<z.infer<typeof factNoteSchema>>;
