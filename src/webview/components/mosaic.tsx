/** Tessera's sign, a small mosaic, in the colour of the text around it; `media/tessera.svg` is the same. */
export function Mosaic() {
  return (
    <svg class="mosaic" viewBox="0 0 24 24" width="44" height="44" fill="currentColor" aria-hidden="true">
      <path d="M3 3h5v5H3zM9.5 3h5v5h-5zM16 3h5v5h-5zM9.5 9.5h5v5h-5zM9.5 16h5v5h-5z" />
      <path d="M3 9.5h5v5H3zM16 9.5h5v5h-5zM3 16h5v5H3zM16 16h5v5h-5z" opacity="0.35" />
    </svg>
  );
}
