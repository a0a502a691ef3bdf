/** The address of the page as state: links and the back button change it, and what is moved changes the address. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { type Address, addressOf, hashOf, type Value } from "../../model/address.js";

/** Browsers let an address change a hundred times in half a minute; a slider moves more often. */
const rest = 300;

export function useAddress(): [Address, (field: string, value: Value) => void] {
  const [address, setAddress] = useState(() => addressOf(location.hash));
  useEffect(() => {
    const follow = () => setAddress(addressOf(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    if (!address.name) return;
    const timer = setTimeout(() => history.replaceState(null, "", hashOf(address)), rest);
    return () => clearTimeout(timer);
  }, [address]);
  const change = useCallback(
    (field: string, value: Value) =>
      setAddress(({ name, settings }) => ({ name, settings: { ...settings, [field]: value } })),
    [],
  );
  return [address, change];
}
