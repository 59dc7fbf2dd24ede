/** All absolute and without links: rules are compared with the real path of what is opened. */
export interface SeatbeltPlaces {
  readonly workspace: string;
  /** Folders of this execution. */
  readonly writable: readonly string[];
  readonly hidden: readonly string[];
  readonly shown: readonly string[];
  readonly hiddenAgain: readonly string[];
}

/**
 * What a test command may do on macOS. Everything is denied that is not named: above all the services of the system (`mach-lookup`),
 * by which a process could have the keychain read or a program started outside. Of two rules that fit, the later one counts.
 */
export function seatbeltProfile({ workspace, writable, hidden, shown, hiddenAgain }: SeatbeltPlaces): string {
  return [
    "(version 1)",
    "(deny default)",
    "(allow process-exec* process-fork)",
    "(allow signal process-info* (target same-sandbox))",
    "(allow sysctl-read)",
    "(allow ipc-posix-shm* ipc-posix-sem*)",
    `(allow mach-lookup ${services.map((name) => `(global-name ${quoted(name)})`).join(" ")})`,
    "(allow file-read*)",
    rule("deny file-read-data file-write*", [...hidden, ...credentials]),
    rule("allow file-read*", [...shown, workspace]),
    rule("deny file-read-data", hiddenAgain),
    rule("allow file-read* file-write*", writable),
    `(deny file-write* ${subpath(workspace)})`,
    '(allow file-write-data file-ioctl (literal "/dev/null") (literal "/dev/zero") (literal "/dev/dtracehelper"))',
    '(allow network-bind network-inbound (local ip "localhost:*"))',
    '(allow network-outbound (remote ip "localhost:*"))',
    rule("allow network-bind network-inbound network-outbound", writable),
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** Names of users and groups, time zones, the log, and memory pressure: what runtimes ask for as they start. */
const services = [
  "com.apple.system.opendirectoryd.libinfo",
  "com.apple.system.notification_center",
  "com.apple.system.logger",
  "com.apple.logd",
] as const;

/** Outside of HOME, but secrets all the same. */
const credentials = [
  "/Library/Keychains",
  "/private/var/db/dslocal",
  "/private/etc/master.passwd",
  "/Volumes",
] as const;

function rule(head: string, folders: readonly string[]): string {
  return folders.length === 0 ? "" : `(${head} ${folders.map(subpath).join(" ")})`;
}

function subpath(folder: string): string {
  return `(subpath ${quoted(folder)})`;
}

/** A string of the profile's language; a path can hold any character, and none may end the string. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, (sign) => `\\${sign}`)}"`;
}
