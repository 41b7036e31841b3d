/** Ways of talking and of setting the screen to one's liking. */
import { Blob, At } from '../parts.tsx';
import { GLYPHS, type IconName } from '../glyphs.tsx';

/** Three bubbles, each with a letter of another script; letters are shapes here, not text. */
export const Language = () => (
  <>
    <Blob />
    <path
      className="art-cloth"
      d="M26 18 H66 Q74 18 74 26 V50 Q74 58 66 58 H46 L34 69 L35 58 H26 Q18 58 18 50 V26 Q18 18 26 18 Z"
    />
    <path className="art-line" d="M37 49 L46 27 L55 49 M40.5 42 H51.5" />
    <path
      className="art-accent"
      d="M94 26 H134 Q142 26 142 34 V58 Q142 66 134 66 H126 L127 77 L114 66 H94 Q86 66 86 58 V34 Q86 26 94 26 Z"
    />
    <path
      className="art-on-accent"
      d="M114 35 V57 M103 35 C105 43 108 46 114 46 C108 46 105 49 103 57 M125 35 C123 43 120 46 114 46 C120 46 123 49 125 57"
    />
    <path
      className="art-paper"
      d="M62 66 H98 Q106 66 106 74 V94 Q106 102 98 102 H90 L80 111 V102 H62 Q54 102 54 94 V74 Q54 66 62 66 Z"
    />
    <path className="art-line" d="M87 74 C78 71 73 76 77 80 C80 82 84 82 88 80 C78 82 70 88 74 93 C78 97 86 95 89 93" />
  </>
);

export const Phone = () => (
  <>
    <Blob />
    <path
      className="art-accent"
      d="M46 22 L58 20 Q63 20 65 25 L70 40 Q71 45 67 48 L60 53 C66 66 74 74 87 81 L92 74 Q95 70 100 71 L115 76 Q120 78 120 83 L117 95 Q115 101 108 101 C70 99 40 68 39 30 Q39 24 46 22 Z"
    />
    <path className="art-line art-bold" d="M88 44 C93 47 96 50 98 55 M96 28 C106 33 113 41 116 51" />
  </>
);

/** A hand held up, open: a calm stop. */
export const Stop = () => (
  <>
    <Blob />
    <path
      className="art-skin"
      d="M56 66 V32 Q56 26 61.5 26 Q67 26 67 32 V24 Q67 17 73 17 Q79 17 79 24 V22 Q79 15 85 15 Q91 15 91 22 V30 Q91 24 97 24 Q103 24 103 30 V74 C103 92 94 102 80 102 C68 102 61 96 55 86 L43 68 C38 60 47 54 52 60 Z"
    />
    <path className="art-line" d="M67 32 V56 M79 24 V55 M91 30 V56" />
    <path className="art-cloth" d="M60 96 H101 V108 H60 Z" />
  </>
);

/** The sign of a button, large: the same sign everywhere. */
const sign = (name: IconName) => () => (
  <>
    <Blob />
    <circle className="art-paper" cx="80" cy="60" r="40" />
    <At x={50} y={30} s={2.5}>
      <g className="art-sign">{GLYPHS[name]}</g>
    </At>
  </>
);

export const Back = sign('back');
export const Forward = sign('next');
export const Repeat = sign('again');
export const Settings = sign('settings');
export const TextSize = sign('letters-larger');
export const Colours = sign('colours');
export const Sound = sign('sound');
