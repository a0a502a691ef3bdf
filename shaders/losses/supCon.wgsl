// −log of the shares of a softmax over all other embeddings, averaged over those of the same class. A class in one
// place, away from the others, costs log of its size: of many positives none can have all of the softmax.
fn supConRole(pair: Pair) -> u32 {
  return classRole(pair);
}
