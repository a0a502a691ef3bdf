/** CTC in a few words, beside its pictures. */
export function Words() {
  return (
    <dl class="words">
      <dt>No times</dt>
      <dd>
        A path names one class per frame. Repeats become one, then blanks go: <i>c c – c e –</i> reads{" "}
        <i>c c e</i>. The loss is −log of the sum of the probabilities of all paths that read as the tune. “In
        effect” they are e to the power of their entropy: as many equally likely ones would be as undecided.
      </dd>
      <dt>The blank</dt>
      <dd>
        It means nothing new, not silence. Without it no note could be played twice: between two <i>c</i> lies
        at least one blank.
      </dd>
      <dt>The push</dt>
      <dd>
        The slope by a score is the probability that the network gives, less the share of all alignments that
        want it there: expected less actual. Where both agree, nothing is left to learn.
      </dd>
      <dt>Spikes</dt>
      <dd>
        Any frame of a note will do, and the blank fits beside every note. So the blank wins nearly everywhere
        and a note is said where it is the surest: at its stroke. Told every frame instead, the network fills
        the boxes, and runs two equal notes into one.
      </dd>
    </dl>
  );
}
