/** The tables of migrations/*.sql as Kysely sees them. */
import type { ColumnType, Kysely, Transaction } from 'kysely';
import type { Bundle, Resource } from '../../shared/fhir/types.ts';

/** Written as text, read as an object. */
type Json<T> = ColumnType<T, string, never>;
type Moment = ColumnType<Date, Date, Date>;

interface PatientTable {
  id: string;
  bsn: string;
}

interface BundleTable {
  id: string;
  identifier_system: string;
  identifier_value: string;
  digest: string;
  sender_ura: string;
  client_id: string;
  request_id: string;
  received_at: Moment;
  due_at: Moment;
  processed_at: ColumnType<Date | null, null, Date>;
  response: Json<Bundle>;
}

interface ResourceTable {
  id: string;
  bundle_id: string;
  position: number;
  type: string;
  content: Json<Resource>;
}

interface ConsentTable {
  id: string;
  bundle_id: string;
  identifier_system: string;
  identifier_value: string;
  digest: string;
  patient_id: string;
  holder_kind: 'category' | 'organization';
  holder: string;
  data_category: string;
  granted: boolean;
  chosen_at: Moment;
}

interface ConsentCategoryTable {
  consent_id: string;
  consulting_category: string;
}

interface CurrentChoiceTable {
  patient_id: string;
  holder_kind: 'category' | 'organization';
  holder: string;
  data_category: string;
  consulting_category: string;
  consent_id: string;
  granted: boolean;
  chosen_at: Moment;
}

export interface Schema {
  patient: PatientTable;
  bundle: BundleTable;
  resource: ResourceTable;
  consent: ConsentTable;
  consent_category: ConsentCategoryTable;
  current_choice: CurrentChoiceTable;
}

export type Database = Kysely<Schema>;
export type Tx = Transaction<Schema>;
