// The peers that bring no types of their own: only what is called here.
declare module 'split-sms' {
  interface Split {
    readonly characterSet: 'GSM' | 'Unicode';
    readonly parts: readonly {
      readonly content: string | undefined;
      readonly length: number;
      readonly bytes: number;
    }[];
    readonly bytes: number;
    readonly length: number;
    readonly remainingInPart: number;
  }
  const splitter: { split(text: string, options?: { readonly summary?: boolean }): Split };
  export default splitter;
}

declare module '@trt2/gsm-charset-utils' {
  interface CharCount {
    readonly encoding: 'GSM' | 'UCS2';
    readonly charCount: number;
    readonly msgCount: number;
    readonly charsPerSegment: number;
  }
  const utils: { getCharCount(text: string): CharCount };
  export default utils;
}
