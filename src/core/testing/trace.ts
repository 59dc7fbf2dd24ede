/** The environment variable that names the file a traced text writes to, and that file's name. */
export const TRACE_VARIABLE = "TESSERA_TRACE";
export const traceName = "trace.tsv";
