/** Tessera's sign: a small mosaic in the colour of the text around it. */
export function Mosaic() {
  return (
    <svg class="mosaic" viewBox="0 0 24 24" width="48" height="48" aria-hidden="true">
      <path d="M3 3h5v5H3zM9.5 3h5v5h-5zM16 3h5v5h-5zM9.5 9.5h5v5h-5zM9.5 16h5v5h-5z" fill="currentColor" />
    </svg>
  );
}
