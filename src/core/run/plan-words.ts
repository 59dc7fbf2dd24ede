/** The answers to the question whether a plan shall begin. */
export const START = "Start";
export const CANCEL = "Cancel";
