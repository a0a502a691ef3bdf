/** What is to be told apart: ten digits alike, ten of which some are rare, or one that is very rare from all others. */

export interface PictureClass {
  readonly name: string;
  readonly digits: readonly number[];
  /** Of all pictures of these digits, so many are taken. */
  readonly share: number;
}

export interface PictureSet {
  readonly name: string;
  readonly title: string;
  /** What is to be seen with it, in a sentence or two. */
  readonly says: string;
  readonly classes: readonly PictureClass[];
  /** Every so-many-th picture is held out. */
  readonly heldEvery: number;
}

const alike = Array.from({ length: 10 }, (_, digit) => digit);

/** From the commonest, each class this much rarer than the one before: a fiftieth at the end. */
const rarer = 0.02 ** (1 / 9);
const commonestFirst = [1, 0, 6, 7, 4, 2, 9, 3, 5, 8];

const one = (digit: number, share: number): PictureClass => ({ name: `${digit}`, digits: [digit], share });

export const pictureSets: readonly [PictureSet, ...PictureSet[]] = [
  {
    name: "eights",
    title: "An 8, or not",
    says: "One picture in fifty is an 8. Who never says 8 is right 98 times in 100, and has found nothing.",
    classes: [
      { name: "other", digits: alike.filter((digit) => digit !== 8), share: 1 },
      { name: "8", digits: [8], share: 0.2 },
    ],
    heldEvery: 2,
  },
  {
    name: "tail",
    title: "Ten digits, most of them rare",
    says: "Hundreds of ones, nine eights: each digit is a third rarer than the one before. Accuracy is made of what is common; F1 asks each digit alike.",
    classes: commonestFirst.map((digit, i) => one(digit, rarer ** i)),
    heldEvery: 2,
  },
  {
    name: "even",
    title: "Ten digits, all alike",
    says: "About eight hundred pictures of each digit to learn from. Here the metrics agree, and losses differ little.",
    classes: alike.map((digit) => one(digit, 1)),
    heldEvery: 5,
  },
];

export function pictureSetOf(name: string): PictureSet {
  return pictureSets.find((set) => set.name === name) ?? pictureSets[0];
}
