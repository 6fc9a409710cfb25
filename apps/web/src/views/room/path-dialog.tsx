import { useRoom } from '../../state/use-store.ts';
import { ReceiptDialog } from '../fence/receipt-dialog.tsx';
import { useActs } from './room-acts.tsx';

/** Where the sound of this stay went so far. */
export function PathDialog() {
  const room = useRoom();
  const { panel, show } = useActs();
  return <ReceiptDialog room={room} open={panel === 'path'} onClose={() => show(undefined)} />;
}
