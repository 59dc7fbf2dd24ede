import { plainly } from "../text/hidden.ts";

/** A path of which the folder gives way first where there is little room. */
export function PathName({ path }: { readonly path: string }) {
  const cut = path.lastIndexOf("/") + 1;
  return (
    <span class="path" dir="ltr">
      {cut > 0 && <bdi class="path-folder">{plainly(path.slice(0, cut))}</bdi>}
      <bdi class="path-last">{plainly(path.slice(cut))}</bdi>
    </span>
  );
}
