-- The register of choices. Every invariant stands here as a constraint, so that no program error can break it.
-- One SQL dialect for PGlite and PostgreSQL 15 and later; nothing that PostgreSQL-compatible engines lack.

-- A person is a citizen service number and nothing else (data minimisation, AVG art. 5 lid 1 c).
CREATE TABLE patient (
  id  uuid PRIMARY KEY,
  bsn text NOT NULL UNIQUE
    CHECK (bsn ~ '^[0-9]{9}$' AND bsn <> '000000000')
    -- Eleven-test: 9·d1 + 8·d2 + … + 2·d8 − d9 is divisible by 11.
    CHECK ((9 * substr(bsn, 1, 1)::int + 8 * substr(bsn, 2, 1)::int + 7 * substr(bsn, 3, 1)::int
          + 6 * substr(bsn, 4, 1)::int + 5 * substr(bsn, 5, 1)::int + 4 * substr(bsn, 6, 1)::int
          + 3 * substr(bsn, 7, 1)::int + 2 * substr(bsn, 8, 1)::int - substr(bsn, 9, 1)::int) % 11 = 0)
);

-- One accepted message. Its identifier is the sender's and is the same on every retry: the second is no second.
CREATE TABLE bundle (
  id                uuid PRIMARY KEY,
  identifier_system text NOT NULL CHECK (length(identifier_system) BETWEEN 1 AND 400),
  identifier_value  text NOT NULL CHECK (length(identifier_value) BETWEEN 1 AND 400),
  digest            text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'), -- SHA-256 of the canonical content
  sender_ura        text NOT NULL CHECK (sender_ura ~ '^[0-9]{8}$'),
  client_id         text NOT NULL CHECK (length(client_id) BETWEEN 1 AND 100),
  request_id        uuid NOT NULL,                                   -- X-Request-Id of the first arrival
  received_at       timestamptz NOT NULL,
  due_at            timestamptz NOT NULL CHECK (due_at >= received_at),
  processed_at      timestamptz,
  response          json NOT NULL,                                   -- the answer; a repeat gets the same one
  UNIQUE (identifier_system, identifier_value)
);
CREATE INDEX bundle_unprocessed ON bundle (due_at) WHERE processed_at IS NULL;
CREATE INDEX bundle_unprocessed_sender ON bundle (sender_ura) WHERE processed_at IS NULL;

-- The parts of a message as they were sent, with references made local. Never updated.
CREATE TABLE resource (
  id        uuid PRIMARY KEY,
  bundle_id uuid NOT NULL REFERENCES bundle (id),
  position  int  NOT NULL CHECK (position >= 0),
  type      text NOT NULL CHECK (type IN ('Consent', 'Organization', 'Provenance', 'Device', 'Practitioner')),
  content   json NOT NULL,
  UNIQUE (bundle_id, position),
  UNIQUE (id, type)
);

-- One recorded choice: one holder, one data category, granted or refused, at the true moment of the choice.
CREATE TABLE consent (
  id                uuid PRIMARY KEY,
  resource_type     text NOT NULL DEFAULT 'Consent' CHECK (resource_type = 'Consent'),
  bundle_id         uuid NOT NULL REFERENCES bundle (id),
  identifier_system text NOT NULL CHECK (length(identifier_system) BETWEEN 1 AND 400),
  identifier_value  text NOT NULL CHECK (length(identifier_value) BETWEEN 1 AND 400),
  digest            text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  patient_id        uuid NOT NULL REFERENCES patient (id),
  holder_kind       text NOT NULL CHECK (holder_kind IN ('category', 'organization')),
  holder            text NOT NULL CHECK (holder_kind = 'category' OR holder ~ '^[0-9]{8}$'), -- category key or URA
  data_category     text NOT NULL CHECK (data_category ~ '^GGC[0-9]{3}$'),
  granted           boolean NOT NULL,
  chosen_at         timestamptz NOT NULL,
  FOREIGN KEY (id, resource_type) REFERENCES resource (id, type),
  UNIQUE (identifier_system, identifier_value),
  UNIQUE (id, patient_id, holder_kind, holder, data_category, granted, chosen_at)
);
CREATE INDEX consent_bundle ON consent (bundle_id);

CREATE TABLE consent_category (
  consent_id          uuid NOT NULL REFERENCES consent (id),
  consulting_category text NOT NULL CHECK (consulting_category ~ '^RPZAC[0-9]{3}$'),
  PRIMARY KEY (consent_id, consulting_category)
);

-- What counts now: one row per option of a person. The composite keys make it impossible for a row to say
-- something else than the consent it points to.
CREATE TABLE current_choice (
  patient_id          uuid NOT NULL,
  holder_kind         text NOT NULL,
  holder              text NOT NULL,
  data_category       text NOT NULL,
  consulting_category text NOT NULL,
  consent_id          uuid NOT NULL,
  granted             boolean NOT NULL,
  chosen_at           timestamptz NOT NULL,
  PRIMARY KEY (patient_id, holder_kind, holder, data_category, consulting_category),
  FOREIGN KEY (consent_id, consulting_category) REFERENCES consent_category (consent_id, consulting_category),
  FOREIGN KEY (consent_id, patient_id, holder_kind, holder, data_category, granted, chosen_at)
    REFERENCES consent (id, patient_id, holder_kind, holder, data_category, granted, chosen_at)
);
CREATE INDEX current_choice_consent ON current_choice (consent_id);
