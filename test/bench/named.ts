/** What exports have under a dotted name, such as `minimaxGan.generator`. */
export function named<T>(exports: object, name: string): T {
  return name
    .split(".")
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], exports) as T;
}
