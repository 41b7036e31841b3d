/** What we use of eSpeak NG compiled to WebAssembly (GPL-3.0): an authoring tool, never part of the product. */
declare module '@echogarden/espeak-ng-emscripten' {
  export interface EngineEvent {
    readonly type: 'list_terminated' | 'word' | 'sentence' | 'mark' | 'play' | 'end' | 'msg_terminated' | 'samplerate';
    /** Milliseconds from the start of the text. */
    readonly audio_position: number;
    /** Name of a mark, number of a word. */
    readonly id?: string | number;
  }
  export interface Worker {
    /** Samples a second. */
    readonly samplerate: number;
    /** @returns 0, or 2 for an unknown language, which it then speaks in the voice it had */
    set_voice(name: string): number;
    /** Words a minute, nominally. */
    set_rate(rate: number): void;
    /** 0–100. */
    set_pitch(pitch: number): void;
    /** 0–100: how much the pitch moves. */
    set_range(range: number): void;
    /** @param hear gets 16-bit samples and events in order; true stops */
    synthesize(
      ssml: string,
      hear: (samples: Int16Array | null, events: readonly EngineEvent[]) => boolean | void,
    ): void;
  }
  export interface Engine {
    readonly eSpeakNGWorker: new () => Worker | Promise<Worker>;
    readonly FS: { readdir(path: string): string[] };
  }
  const start: () => Promise<Engine>;
  export default start;
}
