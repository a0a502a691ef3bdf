/** Shader text, inlined by the build. */
declare module "*.wgsl?raw" {
  const text: string;
  export default text;
}
