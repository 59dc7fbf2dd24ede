import { lstatSync } from "node:fs";
import { join } from "node:path";
import { exchangeInside, type Visible } from "./visible.ts";

/** What a rung shows of its own, as arguments of bubblewrap. */
export interface Shown {
  readonly workspace: readonly string[];
  readonly caches?: readonly string[];
  /** The folder of inputs and outputs, outside. */
  readonly exchange: string;
}

/**
 * The arguments of bubblewrap up to the program, in the order that counts: what is hidden, then what is shown again, then the
 * workspace, then what must stay read-only inside it.
 *
 * As root, bubblewrap is no sandbox unless it makes a user namespace and drops every capability; so it always does.
 */
export function isolationArgs(root: string, visible: Visible, shown: Shown): readonly string[] {
  return [
    ...["--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--die-with-parent"],
    ...["--new-session", "--cap-drop", "ALL", ...sameUser()],
    ...["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"],
    // Root inside is root's number outside, and the kernel asks for no more than that number here.
    ...["--ro-bind", "/proc/sys", "/proc/sys"],
    ...emptied.flatMap((file) => (isFile(file) ? ["--ro-bind", "/dev/null", file] : [])),
    ...visible.hidden.flatMap((folder) => ["--tmpfs", folder]),
    ...["--dir", visible.home],
    ...visible.shown.flatMap((folder) => ["--ro-bind-try", folder, folder]),
    ...visible.hiddenAgain.flatMap((folder) => ["--tmpfs", folder]),
    ...shown.workspace,
    ...visible.mountsInside.flatMap((folder) => ["--ro-bind-try", folder, folder]),
    ...gitReadOnly(root),
    ...(shown.caches ?? []),
    ...["--bind", shown.exchange, exchangeInside, "--chdir", "/", "--info-fd", "6", "--"],
  ];
}

/** Files that tell about the whole machine or steer it, and passwords: as root, a test could open them. */
const emptied = [
  ...["keys", "key-users", "kcore", "kallsyms", "sysrq-trigger", "timer_list", "sched_debug"].map(
    (name) => `/proc/${name}`,
  ),
  ...["shadow", "shadow-", "gshadow", "gshadow-", "sudoers", "krb5.keytab"].map((name) => `/etc/${name}`),
] as const;

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** `unshare` maps the user to root; inside, tests see the number they know. */
function sameUser(): readonly string[] {
  const [user, group] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  return user === 0 ? [] : ["--uid", String(user), "--gid", String(group)];
}

/** `.git` is a folder, or a file in a worktree. A link would be followed by the mount, to whatever it names. */
function gitReadOnly(root: string): readonly string[] {
  const git = join(root, ".git");
  const found = lstatSync(git, { throwIfNoEntry: false });
  return found?.isDirectory() || found?.isFile() ? ["--ro-bind-try", git, git] : [];
}
