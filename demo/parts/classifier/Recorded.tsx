export function Recorded() {
  return null;
}
