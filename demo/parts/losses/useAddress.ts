/** The address of the page as state: links and the back button change it, and what is moved changes the address. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Address, addressOf, hashOf, type Value } from "../../model/address.js";

/** Browsers let an address change a hundred times in half a minute; a slider moves more often. */
const rest = 300;

export function useAddress(): [Address, (field: string, value: Value) => void] {
  const [address, setAddress] = useState(() => addressOf(location.hash));
  /** The hash that has been read or written last, and the clock of the next writing. */
  const known = useRef(location.hash);
  const clock = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const follow = () => {
      clearTimeout(clock.current);
      known.current = location.hash;
      setAddress(addressOf(location.hash));
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    if (!address.name) return;
    clock.current = setTimeout(() => {
      // Somebody has gone elsewhere, and the page has yet to hear of it.
      if (location.hash !== known.current) return;
      history.replaceState(null, "", hashOf(address));
      known.current = location.hash;
    }, rest);
    return () => clearTimeout(clock.current);
  }, [address]);
  const change = useCallback(
    (field: string, value: Value) =>
      setAddress(({ name, settings }) => ({ name, settings: { ...settings, [field]: value } })),
    [],
  );
  return [address, change];
}
