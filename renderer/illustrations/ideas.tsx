/** Ideas and moments of the explanation. */
import { Bubble, Folder, Person, Picture, Question, Tablet } from './parts.tsx';

export const MedicalRecord = () => (
  <Picture>
    <Folder x={32} y={24} scale={2.4} />
  </Picture>
);

export const MitzRegister = () => (
  <Picture>
    <path className="art-paper" d="M40 14h80v94H40z" />
    <path className="art-cloth" d="M62 6h36v16H62z" />
    {[38, 62, 86].map((y, index) => (
      <g key={y}>
        <path className="art-line" d={`M52 ${y}h26`} />
        <rect className="art-soft" x="88" y={y - 7} width="24" height="14" rx="7" />
        <circle className="art-accent" cx={index === 1 ? 95 : 105} cy={y} r="5" />
      </g>
    ))}
  </Picture>
);

export const NoInsurer = () => (
  <Picture>
    <path className="art-cloth" d="M22 56a34 34 0 0 1 68 0q-8-6-17 0-8-6-17 0-9-6-17 0-9-6-17 0z" />
    <path className="art-line" d="M56 56v38q0 10-9 10t-9-8" />
    <path className="art-dash" d="M98 18v88" />
    <Folder x={110} y={56} scale={1.05} />
  </Picture>
);

export const ShieldPrivate = () => (
  <Picture>
    <path className="art-cloth" d="M80 10l42 14v30q0 36-42 56-42-20-42-56V24z" />
    <path className="art-paper" d="M80 24l29 10v20q0 25-29 40-29-15-29-40V34z" />
    <circle className="art-accent" cx="80" cy="52" r="9" />
    <path className="art-accent" d="M76 56h8l4 20H72z" />
  </Picture>
);

export const DeviceKept = () => (
  <Picture>
    <Tablet x={42} y={14} scale={1.15}>
      <Folder x={14} y={18} scale={0.8} />
    </Tablet>
    <rect className="art-accent" x="100" y="74" width="36" height="30" rx="6" />
    <path className="art-line art-thick" d="M107 72v-8q0-12 11-12t11 12v8" />
    <path className="art-on-accent" d="M118 84v9" />
  </Picture>
);

export const Sent = () => (
  <Picture>
    <Tablet x={14} y={28} scale={0.95} />
    <path className="art-dash" d="M76 66h16" />
    <path className="art-accent" d="M96 62l52-34-16 62-16-18z" />
    <path className="art-on-accent" d="M116 72l28-40" />
  </Picture>
);

export const Confirmed = () => (
  <Picture>
    <path className="art-paper" d="M44 14h72v94H44z" />
    <path className="art-cloth" d="M62 6h36v16H62z" />
    <path className="art-line" d="M56 40h48M56 56h48" />
    <circle className="art-accent" cx="80" cy="84" r="17" />
    <path className="art-on-accent" d="M72 84l6 6 11-12" />
  </Picture>
);

export const Help = () => (
  <Picture>
    <Person x={50} y={106} scale={1.25} />
    <Person x={124} y={106} scale={1.05} cloth="soft" />
    <Bubble x={98} y={26}>
      <Question x={-1} y={-6} />
    </Bubble>
  </Picture>
);

export const Staff = () => (
  <Picture>
    <Person x={80} y={106} scale={1.55} cloth="paper">
      <rect className="art-accent" x="6" y="-20" width="13" height="9" rx="2" />
      <path className="art-line" d="M-8-30l8 8 8-8" />
    </Person>
  </Picture>
);

export const Stop = () => (
  <Picture>
    <path className="art-soft" d="M56 8h48l34 30v34l-34 32H56L22 72V38z" />
    <path
      className="art-skin"
      d="M62 92q-6-12-10-24-2-7 4-8t8 6l2 6V38q0-6 5-6t5 6v18-24q0-6 5-6t5 6v24-20q0-6 5-6t5 6v22-12q0-5 5-5t5 5v22q0 16-6 24z"
    />
  </Picture>
);

export const HandOver = () => (
  <Picture>
    <Person x={34} y={106} scale={1.1} cloth="paper" />
    <Person x={128} y={106} scale={1.1} />
    <Tablet x={62} y={50} scale={0.62} />
    <path className="art-line art-thick" d="M64 32h30M84 22l11 10-11 10" />
  </Picture>
);
