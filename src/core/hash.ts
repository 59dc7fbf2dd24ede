import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** SHA-256 of the text's UTF-8 bytes, in hex (64 characters): the name of a blob and the identity of a file's content. */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
