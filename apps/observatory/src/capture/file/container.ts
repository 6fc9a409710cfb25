import type { NoteCode } from '../notes.ts';

/** Where a capture file's contents go. Everything is called synchronously, in file order. */
export type FrameSink = {
  /**
   * One captured frame, as a place in a buffer that is reused afterwards.
   * @param offset of its first byte in `bytes`; `view` is over the same bytes
   * @param captured how many of its bytes there are
   * @param length how many there were on the wire
   * @param time microseconds since the Unix epoch
   * @param linkType LINKTYPE_ number; -1 for an interface that is not described
   */
  frame(
    bytes: Uint8Array,
    view: DataView,
    offset: number,
    captured: number,
    length: number,
    time: number,
    linkType: number,
    interfaceIndex: number,
  ): void;
  secrets(text: string): void;
  name(address: Uint8Array, name: string): void;
  note(code: NoteCode): void;
};

/** A file format: takes bytes as they come and finds whole records in them. */
export type Container = {
  /** Bytes that the record takes at which `consume` stopped, as far as its header is known; never more than the record. */
  readonly need: number;
  /** Bytes to pass over after those consumed; the caller does so and sets it to 0. */
  skip: number;
  /** Nothing more can be read from this file. */
  readonly broken: boolean;
  /** Handles the whole records from `start` on. @returns where the first incomplete one starts */
  consume(bytes: Uint8Array, view: DataView, start: number, end: number): number;
};
