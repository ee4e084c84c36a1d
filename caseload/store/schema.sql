-- All that a new database has, as every migration leaves it: `python tests/regenerate.py` writes this.
-- What SQLite makes for itself (sqlite_sequence, the tables behind each _fts) comes with the rest.


-- field

CREATE TABLE field (
    id integer primary key autoincrement,
    of text not null,
    name text not null,
    type text not null default 'text' check (type in ('text', 'number', 'day', 'yes-no', 'word', 'words')),
    label text not null,
    words text not null default '[]' check (json_valid(words)),
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text,
    unique (source, external_id)
) strict
;

CREATE UNIQUE INDEX field_name on field (of, name) where voided_at is null;

CREATE INDEX field_unread on field (id)
where (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE TRIGGER field_find_client after update of type, voided_at on field
when new.of = 'client' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update client set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_person after update of type, voided_at on field
when new.of = 'person' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update person set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_plan after update of type, voided_at on field
when new.of = 'plan' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update plan set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_goal after update of type, voided_at on field
when new.of = 'goal' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update goal set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_observation after update of type, voided_at on field
when new.of = 'observation' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update observation set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_task after update of type, voided_at on field
when new.of = 'task' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update task set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_note after update of type, voided_at on field
when new.of = 'note' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update note set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_appointment after update of type, voided_at on field
when new.of = 'appointment' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update appointment set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_log_insert after insert on field
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'field', new.id,
        null,
        (select json_object('id', id, 'of', of, 'name', name, 'type', type, 'label', label, 'words', words, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from field where id = new.id));
end;

CREATE TRIGGER field_log_update after update on field
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'field', new.id,
        json_object('id', old.id, 'of', old.of, 'name', old.name, 'type', old.type, 'label', old.label, 'words', old.words, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason),
        (select json_object('id', id, 'of', of, 'name', name, 'type', type, 'label', label, 'words', words, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from field where id = new.id));
end;

CREATE TRIGGER field_log_delete before delete on field
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'field', old.id,
        (select json_object('id', id, 'of', of, 'name', name, 'type', type, 'label', label, 'words', words, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from field where id = old.id),
        null);
end;

CREATE TRIGGER field_replaces_none_by_insert before insert on field
when not exists (select 1 from operation where open = 1) and (exists (select 1 from field where id = new.id)
    or exists (select 1 from field where source = new.source and external_id = new.external_id)
    or (select voided_at is null from (select new.voided_at as voided_at)) and exists (select 1 from field where of = new.of and name = new.name and voided_at is null))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER field_replaces_none_by_update before update on field
when not exists (select 1 from operation where open = 1) and (exists (select 1 from field where id = new.id and id is not old.id)
    or exists (select 1 from field where source = new.source and external_id = new.external_id and id is not old.id)
    or (select voided_at is null from (select new.voided_at as voided_at)) and exists (select 1 from field where of = new.of and name = new.name and voided_at is null and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER field_find_episode after update of type, voided_at on field
when new.of = 'episode' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update episode set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_provider after update of type, voided_at on field
when new.of = 'provider' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update provider set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_condition after update of type, voided_at on field
when new.of = 'condition' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update condition set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_incident after update of type, voided_at on field
when new.of = 'incident' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update incident set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_safety after update of type, voided_at on field
when new.of = 'safety' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update safety set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_need after update of type, voided_at on field
when new.of = 'need' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update need set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_service after update of type, voided_at on field
when new.of = 'service' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update service set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_medication after update of type, voided_at on field
when new.of = 'medication' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update medication set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_document after update of type, voided_at on field
when new.of = 'document' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update document set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_instrument after update of type, voided_at on field
when new.of = 'instrument' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update instrument set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_assessment after update of type, voided_at on field
when new.of = 'assessment' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update assessment set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_referral after update of type, voided_at on field
when new.of = 'referral' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update referral set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_consent after update of type, voided_at on field
when new.of = 'consent' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update consent set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_identifier after update of type, voided_at on field
when new.of = 'identifier' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update identifier set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_income after update of type, voided_at on field
when new.of = 'income' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update income set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_coverage after update of type, voided_at on field
when new.of = 'coverage' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update coverage set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_authorization after update of type, voided_at on field
when new.of = 'authorization' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update authorization set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_benefit after update of type, voided_at on field
when new.of = 'benefit' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update benefit set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_verification after update of type, voided_at on field
when new.of = 'verification' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update verification set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_appeal after update of type, voided_at on field
when new.of = 'appeal' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update appeal set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_stay after update of type, voided_at on field
when new.of = 'stay' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update stay set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_program after update of type, voided_at on field
when new.of = 'program' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update program set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_enrollment after update of type, voided_at on field
when new.of = 'enrollment' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update enrollment set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_meeting after update of type, voided_at on field
when new.of = 'meeting' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update meeting set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_attendance after update of type, voided_at on field
when new.of = 'attendance' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update attendance set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_ride after update of type, voided_at on field
when new.of = 'ride' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update ride set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;

CREATE TRIGGER field_find_expense after update of type, voided_at on field
when new.of = 'expense' and (new.type is not old.type or new.voided_at is not old.voided_at)
begin
    update expense set own_words = ''
    where own <> '{}' and json_type(own, '$.f' || new.id) is not null;
end;


-- client

CREATE TABLE client (
    id integer primary key autoincrement,
    given_name text,
    family_name text,
    preferred_name text,
    pronouns text,
    born_on text,
    died_on text,
    phone text,
    phone_other text,
    email text,
    address text,
    city text,
    state text,
    zip text,
    address_confidential integer not null default 0 check (address_confidential in (0, 1)),
    language text,
    interpreter text check (interpreter in ('yes', 'no', 'unknown', 'declined', 'not-collected')),
    handle text not null unique,
    status text not null default 'active' check (status in ('planned', 'waitlist', 'active', 'onhold', 'finished',
        'cancelled', 'entered-in-error')),
    acuity integer check (acuity between 1 and 4),
    setting text check (setting in ('home', 'assisted-living', 'nursing-home', 'hospital', 'psychiatric', 'treatment',
        'jail-prison', 'shelter', 'unsheltered', 'transitional', 'foster', 'family-friends', 'other', 'unknown')),
    opened_on text,
    closed_on text,
    close_reason text check (close_reason in ('goals-met', 'moved', 'declined', 'lost-contact', 'ineligible',
        'transferred', 'deceased', 'other')),
    destination text,
    contact_every text,
    face_to_face_every text,
    voicemail_ok text check (voicemail_ok in ('yes', 'no', 'unknown', 'declined', 'not-collected')),
    text_ok text check (text_ok in ('yes', 'no', 'unknown', 'declined', 'not-collected')),
    best_time text,
    do_not_contact integer not null default 0 check (do_not_contact in (0, 1)),
    release_on text,
    release_certainty text check (release_certainty in ('firm', 'estimated', 'unknown')),
    legal_hold integer not null default 0 check (legal_hold in (0, 1)),
    tags text not null default '[]' check (json_valid(tags)),
    remarks text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'), own_words text, referred_by text, household_size integer check (household_size >= 1), safety text,
    unique (source, external_id)
) strict
;

CREATE INDEX client_open on client (family_name, given_name)
where status in ('planned', 'waitlist', 'active', 'onhold') and voided_at is null
;

CREATE INDEX client_release on client (release_on)
where status in ('planned', 'waitlist', 'active', 'onhold') and voided_at is null and release_on is not null
;

CREATE INDEX client_unread on client (id)
where (born_on is not null and iif(length(born_on) < 10, true, date(born_on, '+0 days') is not born_on))
    or (died_on is not null and iif(length(died_on) < 10, true, date(died_on, '+0 days') is not died_on))
    or (opened_on is not null and iif(length(opened_on) < 10, true, date(opened_on, '+0 days') is not opened_on))
    or (closed_on is not null and iif(length(closed_on) < 10, true, date(closed_on, '+0 days') is not closed_on))
    or (release_on is not null and iif(length(release_on) < 10, true, date(release_on, '+0 days') is not release_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('planned', 'waitlist', 'active', 'onhold', 'finished', 'cancelled', 'entered-in-error')) is not true;

CREATE TRIGGER client_find_insert after insert on client
begin
    insert into client_fts (rowid, given_name, family_name, preferred_name, handle, phone, phone_other, email, address, city, zip, language, tags, remarks, external_id, own_words)
    select id, given_name, family_name, preferred_name, handle, phone, phone_other, email, address, city, zip, language, tags, remarks, external_id, own_words from client where id = new.id;
    update client set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER client_find_update after update of given_name, family_name, preferred_name, handle, phone, phone_other, email, address, city, zip, language, tags, remarks, external_id, own on client
begin
    insert into client_fts (client_fts, rowid, given_name, family_name, preferred_name, handle, phone, phone_other, email, address, city, zip, language, tags, remarks, external_id, own_words)
    values ('delete', old.id, old.given_name, old.family_name, old.preferred_name, old.handle, old.phone, old.phone_other, old.email, old.address, old.city, old.zip, old.language, old.tags, old.remarks, old.external_id, old.own_words);
    insert into client_fts (rowid, given_name, family_name, preferred_name, handle, phone, phone_other, email, address, city, zip, language, tags, remarks, external_id, own_words)
    select id, given_name, family_name, preferred_name, handle, phone, phone_other, email, address, city, zip, language, tags, remarks, external_id, own_words from client where id = new.id;
    update client set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER client_find_words after update of own_words on client
when new.own_words = ''
begin
    insert into client_fts (client_fts, rowid, given_name, family_name, preferred_name, handle, phone, phone_other, email, address, city, zip, language, tags, remarks, external_id, own_words)
    values ('delete', old.id, old.given_name, old.family_name, old.preferred_name, old.handle, old.phone, old.phone_other, old.email, old.address, old.city, old.zip, old.language, old.tags, old.remarks, old.external_id, old.own_words);
    update client set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'client' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into client_fts (rowid, given_name, family_name, preferred_name, handle, phone, phone_other, email, address, city, zip, language, tags, remarks, external_id, own_words)
    select id, given_name, family_name, preferred_name, handle, phone, phone_other, email, address, city, zip, language, tags, remarks, external_id, own_words from client where id = new.id;
end;

CREATE TRIGGER client_find_delete after delete on client
begin
    insert into client_fts (client_fts, rowid, given_name, family_name, preferred_name, handle, phone, phone_other, email, address, city, zip, language, tags, remarks, external_id, own_words)
    values ('delete', old.id, old.given_name, old.family_name, old.preferred_name, old.handle, old.phone, old.phone_other, old.email, old.address, old.city, old.zip, old.language, old.tags, old.remarks, old.external_id, old.own_words);
end;

CREATE TRIGGER client_log_insert after insert on client
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'client', new.id,
        null,
        (select json_insert(json_object('id', id, 'given_name', given_name, 'family_name', family_name, 'preferred_name', preferred_name, 'pronouns', pronouns, 'born_on', born_on, 'died_on', died_on, 'phone', phone, 'phone_other', phone_other, 'email', email, 'address', address, 'city', city, 'state', state, 'zip', zip, 'address_confidential', address_confidential, 'language', language, 'interpreter', interpreter, 'handle', handle, 'status', status, 'acuity', acuity, 'setting', setting, 'opened_on', opened_on, 'closed_on', closed_on, 'close_reason', close_reason, 'destination', destination, 'contact_every', contact_every, 'face_to_face_every', face_to_face_every, 'voicemail_ok', voicemail_ok, 'text_ok', text_ok, 'best_time', best_time, 'do_not_contact', do_not_contact, 'release_on', release_on, 'release_certainty', release_certainty, 'legal_hold', legal_hold, 'tags', tags, 'remarks', remarks, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at), '$.voided_at', voided_at, '$.void_reason', void_reason, '$.own', own, '$.referred_by', referred_by, '$.household_size', household_size, '$.safety', safety) from client where id = new.id));
end;

CREATE TRIGGER client_log_update after update of id, given_name, family_name, preferred_name, pronouns, born_on, died_on, phone, phone_other, email, address, city, state, zip, address_confidential, language, interpreter, handle, status, acuity, setting, opened_on, closed_on, close_reason, destination, contact_every, face_to_face_every, voicemail_ok, text_ok, best_time, do_not_contact, release_on, release_certainty, legal_hold, tags, remarks, external_id, source, created_at, updated_at, voided_at, void_reason, own, referred_by, household_size, safety on client
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'client', new.id,
        json_insert(json_object('id', old.id, 'given_name', old.given_name, 'family_name', old.family_name, 'preferred_name', old.preferred_name, 'pronouns', old.pronouns, 'born_on', old.born_on, 'died_on', old.died_on, 'phone', old.phone, 'phone_other', old.phone_other, 'email', old.email, 'address', old.address, 'city', old.city, 'state', old.state, 'zip', old.zip, 'address_confidential', old.address_confidential, 'language', old.language, 'interpreter', old.interpreter, 'handle', old.handle, 'status', old.status, 'acuity', old.acuity, 'setting', old.setting, 'opened_on', old.opened_on, 'closed_on', old.closed_on, 'close_reason', old.close_reason, 'destination', old.destination, 'contact_every', old.contact_every, 'face_to_face_every', old.face_to_face_every, 'voicemail_ok', old.voicemail_ok, 'text_ok', old.text_ok, 'best_time', old.best_time, 'do_not_contact', old.do_not_contact, 'release_on', old.release_on, 'release_certainty', old.release_certainty, 'legal_hold', old.legal_hold, 'tags', old.tags, 'remarks', old.remarks, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at), '$.voided_at', old.voided_at, '$.void_reason', old.void_reason, '$.own', old.own, '$.referred_by', old.referred_by, '$.household_size', old.household_size, '$.safety', old.safety),
        (select json_insert(json_object('id', id, 'given_name', given_name, 'family_name', family_name, 'preferred_name', preferred_name, 'pronouns', pronouns, 'born_on', born_on, 'died_on', died_on, 'phone', phone, 'phone_other', phone_other, 'email', email, 'address', address, 'city', city, 'state', state, 'zip', zip, 'address_confidential', address_confidential, 'language', language, 'interpreter', interpreter, 'handle', handle, 'status', status, 'acuity', acuity, 'setting', setting, 'opened_on', opened_on, 'closed_on', closed_on, 'close_reason', close_reason, 'destination', destination, 'contact_every', contact_every, 'face_to_face_every', face_to_face_every, 'voicemail_ok', voicemail_ok, 'text_ok', text_ok, 'best_time', best_time, 'do_not_contact', do_not_contact, 'release_on', release_on, 'release_certainty', release_certainty, 'legal_hold', legal_hold, 'tags', tags, 'remarks', remarks, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at), '$.voided_at', voided_at, '$.void_reason', void_reason, '$.own', own, '$.referred_by', referred_by, '$.household_size', household_size, '$.safety', safety) from client where id = new.id));
end;

CREATE TRIGGER client_log_delete before delete on client
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'client', old.id,
        (select json_insert(json_object('id', id, 'given_name', given_name, 'family_name', family_name, 'preferred_name', preferred_name, 'pronouns', pronouns, 'born_on', born_on, 'died_on', died_on, 'phone', phone, 'phone_other', phone_other, 'email', email, 'address', address, 'city', city, 'state', state, 'zip', zip, 'address_confidential', address_confidential, 'language', language, 'interpreter', interpreter, 'handle', handle, 'status', status, 'acuity', acuity, 'setting', setting, 'opened_on', opened_on, 'closed_on', closed_on, 'close_reason', close_reason, 'destination', destination, 'contact_every', contact_every, 'face_to_face_every', face_to_face_every, 'voicemail_ok', voicemail_ok, 'text_ok', text_ok, 'best_time', best_time, 'do_not_contact', do_not_contact, 'release_on', release_on, 'release_certainty', release_certainty, 'legal_hold', legal_hold, 'tags', tags, 'remarks', remarks, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at), '$.voided_at', voided_at, '$.void_reason', void_reason, '$.own', own, '$.referred_by', referred_by, '$.household_size', household_size, '$.safety', safety) from client where id = old.id),
        null);
end;

CREATE TRIGGER client_replaces_none_by_insert before insert on client
when not exists (select 1 from operation where open = 1) and (exists (select 1 from client where handle = new.handle)
    or exists (select 1 from client where id = new.id)
    or exists (select 1 from client where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER client_replaces_none_by_update before update on client
when not exists (select 1 from operation where open = 1) and (exists (select 1 from client where handle = new.handle and id is not old.id)
    or exists (select 1 from client where id = new.id and id is not old.id)
    or exists (select 1 from client where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE client_fts using fts5 (given_name, family_name, preferred_name, handle, phone, phone_other, email, address, city, zip, language, tags, remarks, external_id, own_words,
    content = 'client', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- person

CREATE TABLE person (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    name text not null,
    relationship text,
    role text,
    organization text,
    phone text,
    email text,
    is_guardian integer not null default 0 check (is_guardian in (0, 1)),
    is_emergency integer not null default 0 check (is_emergency in (0, 1)),
    is_payee integer not null default 0 check (is_payee in (0, 1)),
    status text not null default 'active' check (status in ('proposed', 'active', 'suspended', 'inactive')),
    from_on text,
    until_on text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'), own_words text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')), in_household integer not null default 0 check (in_household in (0, 1)),
    unique (source, external_id)
) strict
;

CREATE INDEX person_client on person (client_id);

CREATE INDEX person_open on person (client_id, name)
where status in ('proposed', 'active', 'suspended') and voided_at is null
;

CREATE INDEX person_unread on person (id)
where (from_on is not null and iif(length(from_on) < 10, true, date(from_on, '+0 days') is not from_on))
    or (until_on is not null and iif(length(until_on) < 10, true, date(until_on, '+0 days') is not until_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('proposed', 'active', 'suspended', 'inactive')) is not true;

CREATE INDEX person_guarded on person (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER person_find_insert after insert on person
begin
    insert into person_fts (rowid, name, relationship, role, organization, phone, email, own_words)
    select id, name, relationship, role, organization, phone, email, own_words from person where id = new.id;
    update person set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER person_find_update after update of name, relationship, role, organization, phone, email, own on person
begin
    insert into person_fts (person_fts, rowid, name, relationship, role, organization, phone, email, own_words)
    values ('delete', old.id, old.name, old.relationship, old.role, old.organization, old.phone, old.email, old.own_words);
    insert into person_fts (rowid, name, relationship, role, organization, phone, email, own_words)
    select id, name, relationship, role, organization, phone, email, own_words from person where id = new.id;
    update person set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER person_find_words after update of own_words on person
when new.own_words = ''
begin
    insert into person_fts (person_fts, rowid, name, relationship, role, organization, phone, email, own_words)
    values ('delete', old.id, old.name, old.relationship, old.role, old.organization, old.phone, old.email, old.own_words);
    update person set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'person' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into person_fts (rowid, name, relationship, role, organization, phone, email, own_words)
    select id, name, relationship, role, organization, phone, email, own_words from person where id = new.id;
end;

CREATE TRIGGER person_find_delete after delete on person
begin
    insert into person_fts (person_fts, rowid, name, relationship, role, organization, phone, email, own_words)
    values ('delete', old.id, old.name, old.relationship, old.role, old.organization, old.phone, old.email, old.own_words);
end;

CREATE TRIGGER person_log_insert after insert on person
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'person', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'name', name, 'relationship', relationship, 'role', role, 'organization', organization, 'phone', phone, 'email', email, 'is_guardian', is_guardian, 'is_emergency', is_emergency, 'is_payee', is_payee, 'status', status, 'from_on', from_on, 'until_on', until_on, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'sensitivity', sensitivity, 'part2', part2, 'in_household', in_household) from person where id = new.id));
end;

CREATE TRIGGER person_log_update after update of id, client_id, name, relationship, role, organization, phone, email, is_guardian, is_emergency, is_payee, status, from_on, until_on, external_id, source, created_at, updated_at, voided_at, void_reason, own, sensitivity, part2, in_household on person
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'person', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'name', old.name, 'relationship', old.relationship, 'role', old.role, 'organization', old.organization, 'phone', old.phone, 'email', old.email, 'is_guardian', old.is_guardian, 'is_emergency', old.is_emergency, 'is_payee', old.is_payee, 'status', old.status, 'from_on', old.from_on, 'until_on', old.until_on, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'own', old.own, 'sensitivity', old.sensitivity, 'part2', old.part2, 'in_household', old.in_household),
        (select json_object('id', id, 'client_id', client_id, 'name', name, 'relationship', relationship, 'role', role, 'organization', organization, 'phone', phone, 'email', email, 'is_guardian', is_guardian, 'is_emergency', is_emergency, 'is_payee', is_payee, 'status', status, 'from_on', from_on, 'until_on', until_on, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'sensitivity', sensitivity, 'part2', part2, 'in_household', in_household) from person where id = new.id));
end;

CREATE TRIGGER person_log_delete before delete on person
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'person', old.id,
        (select json_object('id', id, 'client_id', client_id, 'name', name, 'relationship', relationship, 'role', role, 'organization', organization, 'phone', phone, 'email', email, 'is_guardian', is_guardian, 'is_emergency', is_emergency, 'is_payee', is_payee, 'status', status, 'from_on', from_on, 'until_on', until_on, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'sensitivity', sensitivity, 'part2', part2, 'in_household', in_household) from person where id = old.id),
        null);
end;

CREATE TRIGGER person_replaces_none_by_insert before insert on person
when not exists (select 1 from operation where open = 1) and (exists (select 1 from person where id = new.id)
    or exists (select 1 from person where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER person_replaces_none_by_update before update on person
when not exists (select 1 from operation where open = 1) and (exists (select 1 from person where id = new.id and id is not old.id)
    or exists (select 1 from person where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE person_fts using fts5 (name, relationship, role, organization, phone, email, own_words,
    content = 'person', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- identifier

CREATE TABLE identifier (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    system text not null default 'other'
        check (system in ('medicaid', 'medicare', 'ssn', 'mrn', 'booking', 'doc', 'school', 'case', 'other')),
    value text not null,
    agency text,
    from_on text,
    until_on text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict;

CREATE INDEX identifier_client on identifier (client_id);

CREATE INDEX identifier_number on identifier (lower(replace(replace(value, '-', ''), ' ', '')));

CREATE INDEX identifier_unread on identifier (id)
where (from_on is not null and iif(length(from_on) < 10, true, date(from_on, '+0 days') is not from_on))
    or (until_on is not null and iif(length(until_on) < 10, true, date(until_on, '+0 days') is not until_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE INDEX identifier_guarded on identifier (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER identifier_find_insert after insert on identifier
begin
    insert into identifier_fts (rowid, agency, own_words)
    select id, agency, own_words from identifier where id = new.id;
    update identifier set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER identifier_find_update after update of agency, own on identifier
begin
    insert into identifier_fts (identifier_fts, rowid, agency, own_words)
    values ('delete', old.id, old.agency, old.own_words);
    insert into identifier_fts (rowid, agency, own_words)
    select id, agency, own_words from identifier where id = new.id;
    update identifier set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER identifier_find_words after update of own_words on identifier
when new.own_words = ''
begin
    insert into identifier_fts (identifier_fts, rowid, agency, own_words)
    values ('delete', old.id, old.agency, old.own_words);
    update identifier set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'identifier' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into identifier_fts (rowid, agency, own_words)
    select id, agency, own_words from identifier where id = new.id;
end;

CREATE TRIGGER identifier_find_delete after delete on identifier
begin
    insert into identifier_fts (identifier_fts, rowid, agency, own_words)
    values ('delete', old.id, old.agency, old.own_words);
end;

CREATE TRIGGER identifier_log_insert after insert on identifier
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'identifier', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'system', system, 'value', value, 'agency', agency, 'from_on', from_on, 'until_on', until_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from identifier where id = new.id));
end;

CREATE TRIGGER identifier_log_update after update of id, client_id, system, value, agency, from_on, until_on, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2 on identifier
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'identifier', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'system', old.system, 'value', old.value, 'agency', old.agency, 'from_on', old.from_on, 'until_on', old.until_on, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'system', system, 'value', value, 'agency', agency, 'from_on', from_on, 'until_on', until_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from identifier where id = new.id));
end;

CREATE TRIGGER identifier_log_delete before delete on identifier
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'identifier', old.id,
        (select json_object('id', id, 'client_id', client_id, 'system', system, 'value', value, 'agency', agency, 'from_on', from_on, 'until_on', until_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from identifier where id = old.id),
        null);
end;

CREATE TRIGGER identifier_replaces_none_by_insert before insert on identifier
when not exists (select 1 from operation where open = 1) and (exists (select 1 from identifier where id = new.id)
    or exists (select 1 from identifier where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER identifier_replaces_none_by_update before update on identifier
when not exists (select 1 from operation where open = 1) and (exists (select 1 from identifier where id = new.id and id is not old.id)
    or exists (select 1 from identifier where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE identifier_fts using fts5 (agency, own_words,
    content = 'identifier', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- income

CREATE TABLE income (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    what text not null,
    amount real not null check (amount >= 0),
    per text not null check (per in ('week', 'two-weeks', 'month', 'year')),
    person_id integer references person (id),
    from_on text,
    until_on text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict;

CREATE INDEX income_client on income (client_id);

CREATE INDEX income_person on income (person_id) where person_id is not null;

CREATE INDEX income_unread on income (id)
where (from_on is not null and iif(length(from_on) < 10, true, date(from_on, '+0 days') is not from_on))
    or (until_on is not null and iif(length(until_on) < 10, true, date(until_on, '+0 days') is not until_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE INDEX income_guarded on income (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER income_find_insert after insert on income
begin
    insert into income_fts (rowid, what, own_words)
    select id, what, own_words from income where id = new.id;
    update income set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER income_find_update after update of what, own on income
begin
    insert into income_fts (income_fts, rowid, what, own_words)
    values ('delete', old.id, old.what, old.own_words);
    insert into income_fts (rowid, what, own_words)
    select id, what, own_words from income where id = new.id;
    update income set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER income_find_words after update of own_words on income
when new.own_words = ''
begin
    insert into income_fts (income_fts, rowid, what, own_words)
    values ('delete', old.id, old.what, old.own_words);
    update income set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'income' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into income_fts (rowid, what, own_words)
    select id, what, own_words from income where id = new.id;
end;

CREATE TRIGGER income_find_delete after delete on income
begin
    insert into income_fts (income_fts, rowid, what, own_words)
    values ('delete', old.id, old.what, old.own_words);
end;

CREATE TRIGGER income_log_insert after insert on income
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'income', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'what', what, 'amount', amount, 'per', per, 'person_id', person_id, 'from_on', from_on, 'until_on', until_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from income where id = new.id));
end;

CREATE TRIGGER income_log_update after update of id, client_id, what, amount, per, person_id, from_on, until_on, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2 on income
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'income', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'what', old.what, 'amount', old.amount, 'per', old.per, 'person_id', old.person_id, 'from_on', old.from_on, 'until_on', old.until_on, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'what', what, 'amount', amount, 'per', per, 'person_id', person_id, 'from_on', from_on, 'until_on', until_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from income where id = new.id));
end;

CREATE TRIGGER income_log_delete before delete on income
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'income', old.id,
        (select json_object('id', id, 'client_id', client_id, 'what', what, 'amount', amount, 'per', per, 'person_id', person_id, 'from_on', from_on, 'until_on', until_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from income where id = old.id),
        null);
end;

CREATE TRIGGER income_replaces_none_by_insert before insert on income
when not exists (select 1 from operation where open = 1) and (exists (select 1 from income where id = new.id)
    or exists (select 1 from income where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER income_replaces_none_by_update before update on income
when not exists (select 1 from operation where open = 1) and (exists (select 1 from income where id = new.id and id is not old.id)
    or exists (select 1 from income where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE income_fts using fts5 (what, own_words,
    content = 'income', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- provider

CREATE TABLE provider (
    id integer primary key autoincrement,

    name text not null,
    service text,
    category text,
    status text not null default 'active'
        check (status in ('active', 'inactive', 'defunct', 'temporarily-closed')),
    description text,
    phone text,
    phone_other text,
    fax text,
    email text,
    url text,
    address text,
    city text,
    state text,
    zip text,
    latitude real,
    longitude real,
    area text,
    hours text,
    eligibility text,
    minimum_age real,
    maximum_age real,
    cost text check (cost in ('free', 'sliding-scale', 'charged')),
    fees text,
    languages text,
    documents text,
    application text,
    accessibility text,
    capacity text
        check (capacity in ('no-capacity', 'capacity', 'waitlist', 'additional-assessment-required')),
    wait text,
    assured_on text,
    remarks text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text,
    unique (source, external_id)
) strict;

CREATE INDEX provider_assured on provider (assured_on) where status in ('active') and voided_at is null;

CREATE INDEX provider_unread on provider (id)
where (assured_on is not null and iif(length(assured_on) < 10, true, date(assured_on, '+0 days') is not assured_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('active', 'inactive', 'defunct', 'temporarily-closed')) is not true;

CREATE TRIGGER provider_find_insert after insert on provider
begin
    insert into provider_fts (rowid, name, service, category, description, area, remarks, own_words)
    select id, name, service, category, description, area, remarks, own_words from provider where id = new.id;
    update provider set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER provider_find_update after update of name, service, category, description, area, remarks, own on provider
begin
    insert into provider_fts (provider_fts, rowid, name, service, category, description, area, remarks, own_words)
    values ('delete', old.id, old.name, old.service, old.category, old.description, old.area, old.remarks, old.own_words);
    insert into provider_fts (rowid, name, service, category, description, area, remarks, own_words)
    select id, name, service, category, description, area, remarks, own_words from provider where id = new.id;
    update provider set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER provider_find_words after update of own_words on provider
when new.own_words = ''
begin
    insert into provider_fts (provider_fts, rowid, name, service, category, description, area, remarks, own_words)
    values ('delete', old.id, old.name, old.service, old.category, old.description, old.area, old.remarks, old.own_words);
    update provider set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'provider' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into provider_fts (rowid, name, service, category, description, area, remarks, own_words)
    select id, name, service, category, description, area, remarks, own_words from provider where id = new.id;
end;

CREATE TRIGGER provider_find_delete after delete on provider
begin
    insert into provider_fts (provider_fts, rowid, name, service, category, description, area, remarks, own_words)
    values ('delete', old.id, old.name, old.service, old.category, old.description, old.area, old.remarks, old.own_words);
end;

CREATE TRIGGER provider_log_insert after insert on provider
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'provider', new.id,
        null,
        (select json_object('id', id, 'name', name, 'service', service, 'category', category, 'status', status, 'description', description, 'phone', phone, 'phone_other', phone_other, 'fax', fax, 'email', email, 'url', url, 'address', address, 'city', city, 'state', state, 'zip', zip, 'latitude', latitude, 'longitude', longitude, 'area', area, 'hours', hours, 'eligibility', eligibility, 'minimum_age', minimum_age, 'maximum_age', maximum_age, 'cost', cost, 'fees', fees, 'languages', languages, 'documents', documents, 'application', application, 'accessibility', accessibility, 'capacity', capacity, 'wait', wait, 'assured_on', assured_on, 'remarks', remarks, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from provider where id = new.id));
end;

CREATE TRIGGER provider_log_update after update of id, name, service, category, status, description, phone, phone_other, fax, email, url, address, city, state, zip, latitude, longitude, area, hours, eligibility, minimum_age, maximum_age, cost, fees, languages, documents, application, accessibility, capacity, wait, assured_on, remarks, own, external_id, source, created_at, updated_at, voided_at, void_reason on provider
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'provider', new.id,
        json_object('id', old.id, 'name', old.name, 'service', old.service, 'category', old.category, 'status', old.status, 'description', old.description, 'phone', old.phone, 'phone_other', old.phone_other, 'fax', old.fax, 'email', old.email, 'url', old.url, 'address', old.address, 'city', old.city, 'state', old.state, 'zip', old.zip, 'latitude', old.latitude, 'longitude', old.longitude, 'area', old.area, 'hours', old.hours, 'eligibility', old.eligibility, 'minimum_age', old.minimum_age, 'maximum_age', old.maximum_age, 'cost', old.cost, 'fees', old.fees, 'languages', old.languages, 'documents', old.documents, 'application', old.application, 'accessibility', old.accessibility, 'capacity', old.capacity, 'wait', old.wait, 'assured_on', old.assured_on, 'remarks', old.remarks, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason),
        (select json_object('id', id, 'name', name, 'service', service, 'category', category, 'status', status, 'description', description, 'phone', phone, 'phone_other', phone_other, 'fax', fax, 'email', email, 'url', url, 'address', address, 'city', city, 'state', state, 'zip', zip, 'latitude', latitude, 'longitude', longitude, 'area', area, 'hours', hours, 'eligibility', eligibility, 'minimum_age', minimum_age, 'maximum_age', maximum_age, 'cost', cost, 'fees', fees, 'languages', languages, 'documents', documents, 'application', application, 'accessibility', accessibility, 'capacity', capacity, 'wait', wait, 'assured_on', assured_on, 'remarks', remarks, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from provider where id = new.id));
end;

CREATE TRIGGER provider_log_delete before delete on provider
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'provider', old.id,
        (select json_object('id', id, 'name', name, 'service', service, 'category', category, 'status', status, 'description', description, 'phone', phone, 'phone_other', phone_other, 'fax', fax, 'email', email, 'url', url, 'address', address, 'city', city, 'state', state, 'zip', zip, 'latitude', latitude, 'longitude', longitude, 'area', area, 'hours', hours, 'eligibility', eligibility, 'minimum_age', minimum_age, 'maximum_age', maximum_age, 'cost', cost, 'fees', fees, 'languages', languages, 'documents', documents, 'application', application, 'accessibility', accessibility, 'capacity', capacity, 'wait', wait, 'assured_on', assured_on, 'remarks', remarks, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from provider where id = old.id),
        null);
end;

CREATE TRIGGER provider_replaces_none_by_insert before insert on provider
when not exists (select 1 from operation where open = 1) and (exists (select 1 from provider where id = new.id)
    or exists (select 1 from provider where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER provider_replaces_none_by_update before update on provider
when not exists (select 1 from operation where open = 1) and (exists (select 1 from provider where id = new.id and id is not old.id)
    or exists (select 1 from provider where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE provider_fts using fts5 (name, service, category, description, area, remarks, own_words,
    content = 'provider', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- episode

CREATE TABLE episode (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    opened_on text,
    closed_on text,
    close_reason text check (close_reason in ('goals-met', 'moved', 'declined', 'lost-contact', 'ineligible',
        'transferred', 'deceased', 'other')),
    destination text,
    referred_by text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'), own_words text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict
;

CREATE INDEX episode_client on episode (client_id);

CREATE INDEX episode_unread on episode (id)
where (opened_on is not null and iif(length(opened_on) < 10, true, date(opened_on, '+0 days') is not opened_on))
    or (closed_on is not null and iif(length(closed_on) < 10, true, date(closed_on, '+0 days') is not closed_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE INDEX episode_guarded on episode (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER episode_find_insert after insert on episode
begin
    insert into episode_fts (rowid, destination, referred_by, own_words)
    select id, destination, referred_by, own_words from episode where id = new.id;
    update episode set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER episode_find_update after update of destination, referred_by, own on episode
begin
    insert into episode_fts (episode_fts, rowid, destination, referred_by, own_words)
    values ('delete', old.id, old.destination, old.referred_by, old.own_words);
    insert into episode_fts (rowid, destination, referred_by, own_words)
    select id, destination, referred_by, own_words from episode where id = new.id;
    update episode set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER episode_find_words after update of own_words on episode
when new.own_words = ''
begin
    insert into episode_fts (episode_fts, rowid, destination, referred_by, own_words)
    values ('delete', old.id, old.destination, old.referred_by, old.own_words);
    update episode set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'episode' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into episode_fts (rowid, destination, referred_by, own_words)
    select id, destination, referred_by, own_words from episode where id = new.id;
end;

CREATE TRIGGER episode_find_delete after delete on episode
begin
    insert into episode_fts (episode_fts, rowid, destination, referred_by, own_words)
    values ('delete', old.id, old.destination, old.referred_by, old.own_words);
end;

CREATE TRIGGER episode_log_insert after insert on episode
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'episode', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'opened_on', opened_on, 'closed_on', closed_on, 'close_reason', close_reason, 'destination', destination, 'referred_by', referred_by, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'sensitivity', sensitivity, 'part2', part2) from episode where id = new.id));
end;

CREATE TRIGGER episode_log_update after update of id, client_id, opened_on, closed_on, close_reason, destination, referred_by, external_id, source, created_at, updated_at, voided_at, void_reason, own, sensitivity, part2 on episode
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'episode', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'opened_on', old.opened_on, 'closed_on', old.closed_on, 'close_reason', old.close_reason, 'destination', old.destination, 'referred_by', old.referred_by, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'own', old.own, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'opened_on', opened_on, 'closed_on', closed_on, 'close_reason', close_reason, 'destination', destination, 'referred_by', referred_by, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'sensitivity', sensitivity, 'part2', part2) from episode where id = new.id));
end;

CREATE TRIGGER episode_log_delete before delete on episode
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'episode', old.id,
        (select json_object('id', id, 'client_id', client_id, 'opened_on', opened_on, 'closed_on', closed_on, 'close_reason', close_reason, 'destination', destination, 'referred_by', referred_by, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'sensitivity', sensitivity, 'part2', part2) from episode where id = old.id),
        null);
end;

CREATE TRIGGER episode_replaces_none_by_insert before insert on episode
when not exists (select 1 from operation where open = 1) and (exists (select 1 from episode where id = new.id)
    or exists (select 1 from episode where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER episode_replaces_none_by_update before update on episode
when not exists (select 1 from operation where open = 1) and (exists (select 1 from episode where id = new.id and id is not old.id)
    or exists (select 1 from episode where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE episode_fts using fts5 (destination, referred_by, own_words,
    content = 'episode', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- condition

CREATE TABLE condition (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    type text not null default 'diagnosis' check (type in ('diagnosis', 'allergy', 'risk')),
    title text not null,
    code text,
    code_system text check (code_system in ('icd-10-cm', 'snomed-ct', 'dsm-5', 'other')),
    status text not null default 'active' check (status in ('active', 'recurrence', 'relapse', 'inactive',
        'remission', 'resolved')),
    onset_on text,
    abated_on text,
    prognosis text,
    said_by text,
    said_on text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')), onset_in text,
    unique (source, external_id)
) strict;

CREATE INDEX condition_client on condition (client_id);

CREATE INDEX condition_open on condition (client_id)
where status in ('active', 'recurrence', 'relapse') and voided_at is null;

CREATE INDEX condition_unread on condition (id)
where (onset_on is not null and iif(length(onset_on) < 10, true, date(onset_on, '+0 days') is not onset_on))
    or (abated_on is not null and iif(length(abated_on) < 10, true, date(abated_on, '+0 days') is not abated_on))
    or (said_on is not null and iif(length(said_on) < 10, true, date(said_on, '+0 days') is not said_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved')) is not true;

CREATE INDEX condition_guarded on condition (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER condition_find_insert after insert on condition
begin
    insert into condition_fts (rowid, title, code, prognosis, said_by, own_words)
    select id, title, code, prognosis, said_by, own_words from condition where id = new.id;
    update condition set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER condition_find_update after update of title, code, prognosis, said_by, own on condition
begin
    insert into condition_fts (condition_fts, rowid, title, code, prognosis, said_by, own_words)
    values ('delete', old.id, old.title, old.code, old.prognosis, old.said_by, old.own_words);
    insert into condition_fts (rowid, title, code, prognosis, said_by, own_words)
    select id, title, code, prognosis, said_by, own_words from condition where id = new.id;
    update condition set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER condition_find_words after update of own_words on condition
when new.own_words = ''
begin
    insert into condition_fts (condition_fts, rowid, title, code, prognosis, said_by, own_words)
    values ('delete', old.id, old.title, old.code, old.prognosis, old.said_by, old.own_words);
    update condition set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'condition' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into condition_fts (rowid, title, code, prognosis, said_by, own_words)
    select id, title, code, prognosis, said_by, own_words from condition where id = new.id;
end;

CREATE TRIGGER condition_find_delete after delete on condition
begin
    insert into condition_fts (condition_fts, rowid, title, code, prognosis, said_by, own_words)
    values ('delete', old.id, old.title, old.code, old.prognosis, old.said_by, old.own_words);
end;

CREATE TRIGGER condition_log_insert after insert on condition
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'condition', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'type', type, 'title', title, 'code', code, 'code_system', code_system, 'status', status, 'onset_on', onset_on, 'abated_on', abated_on, 'prognosis', prognosis, 'said_by', said_by, 'said_on', said_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2, 'onset_in', onset_in) from condition where id = new.id));
end;

CREATE TRIGGER condition_log_update after update of id, client_id, type, title, code, code_system, status, onset_on, abated_on, prognosis, said_by, said_on, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2, onset_in on condition
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'condition', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'type', old.type, 'title', old.title, 'code', old.code, 'code_system', old.code_system, 'status', old.status, 'onset_on', old.onset_on, 'abated_on', old.abated_on, 'prognosis', old.prognosis, 'said_by', old.said_by, 'said_on', old.said_on, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2, 'onset_in', old.onset_in),
        (select json_object('id', id, 'client_id', client_id, 'type', type, 'title', title, 'code', code, 'code_system', code_system, 'status', status, 'onset_on', onset_on, 'abated_on', abated_on, 'prognosis', prognosis, 'said_by', said_by, 'said_on', said_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2, 'onset_in', onset_in) from condition where id = new.id));
end;

CREATE TRIGGER condition_log_delete before delete on condition
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'condition', old.id,
        (select json_object('id', id, 'client_id', client_id, 'type', type, 'title', title, 'code', code, 'code_system', code_system, 'status', status, 'onset_on', onset_on, 'abated_on', abated_on, 'prognosis', prognosis, 'said_by', said_by, 'said_on', said_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2, 'onset_in', onset_in) from condition where id = old.id),
        null);
end;

CREATE TRIGGER condition_replaces_none_by_insert before insert on condition
when not exists (select 1 from operation where open = 1) and (exists (select 1 from condition where id = new.id)
    or exists (select 1 from condition where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER condition_replaces_none_by_update before update on condition
when not exists (select 1 from operation where open = 1) and (exists (select 1 from condition where id = new.id and id is not old.id)
    or exists (select 1 from condition where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE condition_fts using fts5 (title, code, prognosis, said_by, own_words,
    content = 'condition', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- incident

CREATE TABLE incident (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    what text not null,
    happened text not null,
    place text,
    reported_to text,
    report_due text,
    reported_on text,
    outcome text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict;

CREATE INDEX incident_client on incident (client_id);

CREATE INDEX incident_to_report on incident (report_due) where voided_at is null and reported_on is null;

CREATE INDEX incident_unread on incident (id)
where (reported_on is not null and iif(length(reported_on) < 10, true, date(reported_on, '+0 days') is not reported_on))
    or (happened is not null and iif(length(happened) < 10, true, happened not between '1900' and '2201' or iif(length(happened) = 10, date(happened, '+0 days') is not happened, strftime('%Y-%m-%dT%H:%M', happened, '+0 days') is not happened)))
    or (report_due is not null and iif(length(report_due) < 10, true, report_due not between '1900' and '2201' or iif(length(report_due) = 10, date(report_due, '+0 days') is not report_due, strftime('%Y-%m-%dT%H:%M', report_due, '+0 days') is not report_due)))
    or happened is null
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE INDEX incident_guarded on incident (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER incident_find_insert after insert on incident
begin
    insert into incident_fts (rowid, what, place, reported_to, outcome, own_words)
    select id, what, place, reported_to, outcome, own_words from incident where id = new.id;
    update incident set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER incident_find_update after update of what, place, reported_to, outcome, own on incident
begin
    insert into incident_fts (incident_fts, rowid, what, place, reported_to, outcome, own_words)
    values ('delete', old.id, old.what, old.place, old.reported_to, old.outcome, old.own_words);
    insert into incident_fts (rowid, what, place, reported_to, outcome, own_words)
    select id, what, place, reported_to, outcome, own_words from incident where id = new.id;
    update incident set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER incident_find_words after update of own_words on incident
when new.own_words = ''
begin
    insert into incident_fts (incident_fts, rowid, what, place, reported_to, outcome, own_words)
    values ('delete', old.id, old.what, old.place, old.reported_to, old.outcome, old.own_words);
    update incident set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'incident' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into incident_fts (rowid, what, place, reported_to, outcome, own_words)
    select id, what, place, reported_to, outcome, own_words from incident where id = new.id;
end;

CREATE TRIGGER incident_find_delete after delete on incident
begin
    insert into incident_fts (incident_fts, rowid, what, place, reported_to, outcome, own_words)
    values ('delete', old.id, old.what, old.place, old.reported_to, old.outcome, old.own_words);
end;

CREATE TRIGGER incident_log_insert after insert on incident
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'incident', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'what', what, 'happened', happened, 'place', place, 'reported_to', reported_to, 'report_due', report_due, 'reported_on', reported_on, 'outcome', outcome, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from incident where id = new.id));
end;

CREATE TRIGGER incident_log_update after update of id, client_id, what, happened, place, reported_to, report_due, reported_on, outcome, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2 on incident
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'incident', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'what', old.what, 'happened', old.happened, 'place', old.place, 'reported_to', old.reported_to, 'report_due', old.report_due, 'reported_on', old.reported_on, 'outcome', old.outcome, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'what', what, 'happened', happened, 'place', place, 'reported_to', reported_to, 'report_due', report_due, 'reported_on', reported_on, 'outcome', outcome, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from incident where id = new.id));
end;

CREATE TRIGGER incident_log_delete before delete on incident
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'incident', old.id,
        (select json_object('id', id, 'client_id', client_id, 'what', what, 'happened', happened, 'place', place, 'reported_to', reported_to, 'report_due', report_due, 'reported_on', reported_on, 'outcome', outcome, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from incident where id = old.id),
        null);
end;

CREATE TRIGGER incident_replaces_none_by_insert before insert on incident
when not exists (select 1 from operation where open = 1) and (exists (select 1 from incident where id = new.id)
    or exists (select 1 from incident where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER incident_replaces_none_by_update before update on incident
when not exists (select 1 from operation where open = 1) and (exists (select 1 from incident where id = new.id and id is not old.id)
    or exists (select 1 from incident where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE incident_fts using fts5 (what, place, reported_to, outcome, own_words,
    content = 'incident', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- safety

CREATE TABLE safety (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    warning_signs text not null,
    coping text,
    distractions text,
    people text,
    professionals text,
    environment text,
    reasons text,
    status text not null default 'active' check (status in ('active', 'superseded')),
    reviewed_on text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict;

CREATE INDEX safety_client on safety (client_id);

CREATE INDEX safety_open on safety (client_id) where status in ('active') and voided_at is null;

CREATE INDEX safety_unread on safety (id)
where (reviewed_on is not null and iif(length(reviewed_on) < 10, true, date(reviewed_on, '+0 days') is not reviewed_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('active', 'superseded')) is not true;

CREATE INDEX safety_guarded on safety (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER safety_find_insert after insert on safety
begin
    insert into safety_fts (rowid, warning_signs, coping, distractions, people, professionals, environment, reasons, own_words)
    select id, warning_signs, coping, distractions, people, professionals, environment, reasons, own_words from safety where id = new.id;
    update safety set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER safety_find_update after update of warning_signs, coping, distractions, people, professionals, environment, reasons, own on safety
begin
    insert into safety_fts (safety_fts, rowid, warning_signs, coping, distractions, people, professionals, environment, reasons, own_words)
    values ('delete', old.id, old.warning_signs, old.coping, old.distractions, old.people, old.professionals, old.environment, old.reasons, old.own_words);
    insert into safety_fts (rowid, warning_signs, coping, distractions, people, professionals, environment, reasons, own_words)
    select id, warning_signs, coping, distractions, people, professionals, environment, reasons, own_words from safety where id = new.id;
    update safety set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER safety_find_words after update of own_words on safety
when new.own_words = ''
begin
    insert into safety_fts (safety_fts, rowid, warning_signs, coping, distractions, people, professionals, environment, reasons, own_words)
    values ('delete', old.id, old.warning_signs, old.coping, old.distractions, old.people, old.professionals, old.environment, old.reasons, old.own_words);
    update safety set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'safety' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into safety_fts (rowid, warning_signs, coping, distractions, people, professionals, environment, reasons, own_words)
    select id, warning_signs, coping, distractions, people, professionals, environment, reasons, own_words from safety where id = new.id;
end;

CREATE TRIGGER safety_find_delete after delete on safety
begin
    insert into safety_fts (safety_fts, rowid, warning_signs, coping, distractions, people, professionals, environment, reasons, own_words)
    values ('delete', old.id, old.warning_signs, old.coping, old.distractions, old.people, old.professionals, old.environment, old.reasons, old.own_words);
end;

CREATE TRIGGER safety_log_insert after insert on safety
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'safety', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'warning_signs', warning_signs, 'coping', coping, 'distractions', distractions, 'people', people, 'professionals', professionals, 'environment', environment, 'reasons', reasons, 'status', status, 'reviewed_on', reviewed_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from safety where id = new.id));
end;

CREATE TRIGGER safety_log_update after update of id, client_id, warning_signs, coping, distractions, people, professionals, environment, reasons, status, reviewed_on, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2 on safety
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'safety', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'warning_signs', old.warning_signs, 'coping', old.coping, 'distractions', old.distractions, 'people', old.people, 'professionals', old.professionals, 'environment', old.environment, 'reasons', old.reasons, 'status', old.status, 'reviewed_on', old.reviewed_on, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'warning_signs', warning_signs, 'coping', coping, 'distractions', distractions, 'people', people, 'professionals', professionals, 'environment', environment, 'reasons', reasons, 'status', status, 'reviewed_on', reviewed_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from safety where id = new.id));
end;

CREATE TRIGGER safety_log_delete before delete on safety
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'safety', old.id,
        (select json_object('id', id, 'client_id', client_id, 'warning_signs', warning_signs, 'coping', coping, 'distractions', distractions, 'people', people, 'professionals', professionals, 'environment', environment, 'reasons', reasons, 'status', status, 'reviewed_on', reviewed_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from safety where id = old.id),
        null);
end;

CREATE TRIGGER safety_replaces_none_by_insert before insert on safety
when not exists (select 1 from operation where open = 1) and (exists (select 1 from safety where id = new.id)
    or exists (select 1 from safety where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER safety_replaces_none_by_update before update on safety
when not exists (select 1 from operation where open = 1) and (exists (select 1 from safety where id = new.id and id is not old.id)
    or exists (select 1 from safety where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE safety_fts using fts5 (warning_signs, coping, distractions, people, professionals, environment, reasons, own_words,
    content = 'safety', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- instrument

CREATE TABLE instrument (
    id integer primary key autoincrement,

    name text not null,
    version text not null,
    title text not null,
    licence text,
    panel_loinc text,
    total_loinc text,
    definition text not null check (json_valid(definition) and json_type(definition) = 'object'),
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')),
    unique (source, external_id)
) strict;

CREATE INDEX instrument_name on instrument (name);

CREATE INDEX instrument_unread on instrument (id)
where (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE TRIGGER instrument_find_insert after insert on instrument
begin
    insert into instrument_fts (rowid, name, title, own_words)
    select id, name, title, own_words from instrument where id = new.id;
    update instrument set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER instrument_find_update after update of name, title, own on instrument
begin
    insert into instrument_fts (instrument_fts, rowid, name, title, own_words)
    values ('delete', old.id, old.name, old.title, old.own_words);
    insert into instrument_fts (rowid, name, title, own_words)
    select id, name, title, own_words from instrument where id = new.id;
    update instrument set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER instrument_find_words after update of own_words on instrument
when new.own_words = ''
begin
    insert into instrument_fts (instrument_fts, rowid, name, title, own_words)
    values ('delete', old.id, old.name, old.title, old.own_words);
    update instrument set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'instrument' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into instrument_fts (rowid, name, title, own_words)
    select id, name, title, own_words from instrument where id = new.id;
end;

CREATE TRIGGER instrument_find_delete after delete on instrument
begin
    insert into instrument_fts (instrument_fts, rowid, name, title, own_words)
    values ('delete', old.id, old.name, old.title, old.own_words);
end;

CREATE TRIGGER instrument_log_insert after insert on instrument
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'instrument', new.id,
        null,
        (select json_object('id', id, 'name', name, 'version', version, 'title', title, 'licence', licence, 'panel_loinc', panel_loinc, 'total_loinc', total_loinc, 'definition', definition, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity) from instrument where id = new.id));
end;

CREATE TRIGGER instrument_log_update after update of id, name, version, title, licence, panel_loinc, total_loinc, definition, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity on instrument
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'instrument', new.id,
        json_object('id', old.id, 'name', old.name, 'version', old.version, 'title', old.title, 'licence', old.licence, 'panel_loinc', old.panel_loinc, 'total_loinc', old.total_loinc, 'definition', old.definition, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity),
        (select json_object('id', id, 'name', name, 'version', version, 'title', title, 'licence', licence, 'panel_loinc', panel_loinc, 'total_loinc', total_loinc, 'definition', definition, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity) from instrument where id = new.id));
end;

CREATE TRIGGER instrument_log_delete before delete on instrument
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'instrument', old.id,
        (select json_object('id', id, 'name', name, 'version', version, 'title', title, 'licence', licence, 'panel_loinc', panel_loinc, 'total_loinc', total_loinc, 'definition', definition, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity) from instrument where id = old.id),
        null);
end;

CREATE TRIGGER instrument_replaces_none_by_insert before insert on instrument
when not exists (select 1 from operation where open = 1) and (exists (select 1 from instrument where id = new.id)
    or exists (select 1 from instrument where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER instrument_replaces_none_by_update before update on instrument
when not exists (select 1 from operation where open = 1) and (exists (select 1 from instrument where id = new.id and id is not old.id)
    or exists (select 1 from instrument where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE instrument_fts using fts5 (name, title, own_words,
    content = 'instrument', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- template

CREATE TABLE template (
    id integer primary key autoincrement,
    name text not null,
    version text not null,
    title text not null,
    anchor text not null default 'day',
    pace text not null default 'all-at-once' check (pace in ('all-at-once', 'as-you-go')),
    definition text not null check (json_valid(definition)),
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text,
    unique (source, external_id)
) strict;

CREATE INDEX template_name on template (name);

CREATE INDEX template_unread on template (id)
where (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE TRIGGER template_find_insert after insert on template
begin
    insert into template_fts (rowid, name, title)
    select id, name, title from template where id = new.id;
end;

CREATE TRIGGER template_find_delete after delete on template
begin
    insert into template_fts (template_fts, rowid, name, title)
    values ('delete', old.id, old.name, old.title);
end;

CREATE TRIGGER template_find_update after update of name, title on template
begin
    insert into template_fts (template_fts, rowid, name, title)
    values ('delete', old.id, old.name, old.title);
    insert into template_fts (rowid, name, title)
    select id, name, title from template where id = new.id;
end;

CREATE TRIGGER template_log_insert after insert on template
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'template', new.id,
        null,
        (select json_object('id', id, 'name', name, 'version', version, 'title', title, 'anchor', anchor, 'pace', pace, 'definition', definition, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from template where id = new.id));
end;

CREATE TRIGGER template_log_update after update on template
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'template', new.id,
        json_object('id', old.id, 'name', old.name, 'version', old.version, 'title', old.title, 'anchor', old.anchor, 'pace', old.pace, 'definition', old.definition, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason),
        (select json_object('id', id, 'name', name, 'version', version, 'title', title, 'anchor', anchor, 'pace', pace, 'definition', definition, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from template where id = new.id));
end;

CREATE TRIGGER template_log_delete before delete on template
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'template', old.id,
        (select json_object('id', id, 'name', name, 'version', version, 'title', title, 'anchor', anchor, 'pace', pace, 'definition', definition, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from template where id = old.id),
        null);
end;

CREATE TRIGGER template_replaces_none_by_insert before insert on template
when not exists (select 1 from operation where open = 1) and (exists (select 1 from template where id = new.id)
    or exists (select 1 from template where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER template_replaces_none_by_update before update on template
when not exists (select 1 from operation where open = 1) and (exists (select 1 from template where id = new.id and id is not old.id)
    or exists (select 1 from template where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE template_fts using fts5 (name, title,
    content = 'template', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- consent

CREATE TABLE consent (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    kind text not null default 'hipaa' check (kind in ('hipaa', 'tpo-single', 'specific', 'counseling-notes',
        'proceedings', 'intermediary')),
    discloser text,
    intermediary text,
    purpose text,
    data_classes text not null default '[]' check (json_valid(data_classes)),
    description text,
    statements text not null default '[]' check (json_valid(statements)),
    signed_by text,
    authority text,
    signed_on text,
    expires_on text,
    expires_event text,
    event_on text,
    event_asked_on text,
    revoked_on text,
    revoked_how text,
    revoked_by text,
    status text not null default 'draft' check (status in ('draft', 'proposed', 'active', 'rejected', 'inactive',
        'entered-in-error')),
    person_id integer references person (id),
    provider_id integer references provider (id),
    recipient text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text,
    unique (source, external_id)
) strict;

CREATE INDEX consent_client on consent (client_id);

CREATE INDEX consent_person on consent (person_id);

CREATE INDEX consent_provider on consent (provider_id);

CREATE INDEX consent_open on consent (client_id)
where status in ('draft', 'proposed', 'active') and voided_at is null;

CREATE INDEX consent_expires on consent (expires_on) where status = 'active' and voided_at is null;

CREATE INDEX consent_event on consent (event_asked_on) where status = 'active' and voided_at is null;

CREATE INDEX consent_unread on consent (id)
where (signed_on is not null and iif(length(signed_on) < 10, true, date(signed_on, '+0 days') is not signed_on))
    or (expires_on is not null and iif(length(expires_on) < 10, true, date(expires_on, '+0 days') is not expires_on))
    or (event_on is not null and iif(length(event_on) < 10, true, date(event_on, '+0 days') is not event_on))
    or (event_asked_on is not null and iif(length(event_asked_on) < 10, true, date(event_asked_on, '+0 days') is not event_asked_on))
    or (revoked_on is not null and iif(length(revoked_on) < 10, true, date(revoked_on, '+0 days') is not revoked_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('draft', 'proposed', 'active', 'rejected', 'inactive', 'entered-in-error')) is not true;

CREATE TRIGGER consent_find_insert after insert on consent
begin
    insert into consent_fts (rowid, recipient, purpose, description, discloser, intermediary, own_words)
    select id, recipient, purpose, description, discloser, intermediary, own_words from consent where id = new.id;
    update consent set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER consent_find_update after update of recipient, purpose, description, discloser, intermediary, own on consent
begin
    insert into consent_fts (consent_fts, rowid, recipient, purpose, description, discloser, intermediary, own_words)
    values ('delete', old.id, old.recipient, old.purpose, old.description, old.discloser, old.intermediary, old.own_words);
    insert into consent_fts (rowid, recipient, purpose, description, discloser, intermediary, own_words)
    select id, recipient, purpose, description, discloser, intermediary, own_words from consent where id = new.id;
    update consent set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER consent_find_words after update of own_words on consent
when new.own_words = ''
begin
    insert into consent_fts (consent_fts, rowid, recipient, purpose, description, discloser, intermediary, own_words)
    values ('delete', old.id, old.recipient, old.purpose, old.description, old.discloser, old.intermediary, old.own_words);
    update consent set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'consent' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into consent_fts (rowid, recipient, purpose, description, discloser, intermediary, own_words)
    select id, recipient, purpose, description, discloser, intermediary, own_words from consent where id = new.id;
end;

CREATE TRIGGER consent_find_delete after delete on consent
begin
    insert into consent_fts (consent_fts, rowid, recipient, purpose, description, discloser, intermediary, own_words)
    values ('delete', old.id, old.recipient, old.purpose, old.description, old.discloser, old.intermediary, old.own_words);
end;

CREATE TRIGGER consent_log_insert after insert on consent
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'consent', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'kind', kind, 'discloser', discloser, 'intermediary', intermediary, 'purpose', purpose, 'data_classes', data_classes, 'description', description, 'statements', statements, 'signed_by', signed_by, 'authority', authority, 'signed_on', signed_on, 'expires_on', expires_on, 'expires_event', expires_event, 'event_on', event_on, 'event_asked_on', event_asked_on, 'revoked_on', revoked_on, 'revoked_how', revoked_how, 'revoked_by', revoked_by, 'status', status, 'person_id', person_id, 'provider_id', provider_id, 'recipient', recipient, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from consent where id = new.id));
end;

CREATE TRIGGER consent_log_update after update of id, client_id, kind, discloser, intermediary, purpose, data_classes, description, statements, signed_by, authority, signed_on, expires_on, expires_event, event_on, event_asked_on, revoked_on, revoked_how, revoked_by, status, person_id, provider_id, recipient, own, external_id, source, created_at, updated_at, voided_at, void_reason on consent
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'consent', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'kind', old.kind, 'discloser', old.discloser, 'intermediary', old.intermediary, 'purpose', old.purpose, 'data_classes', old.data_classes, 'description', old.description, 'statements', old.statements, 'signed_by', old.signed_by, 'authority', old.authority, 'signed_on', old.signed_on, 'expires_on', old.expires_on, 'expires_event', old.expires_event, 'event_on', old.event_on, 'event_asked_on', old.event_asked_on, 'revoked_on', old.revoked_on, 'revoked_how', old.revoked_how, 'revoked_by', old.revoked_by, 'status', old.status, 'person_id', old.person_id, 'provider_id', old.provider_id, 'recipient', old.recipient, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason),
        (select json_object('id', id, 'client_id', client_id, 'kind', kind, 'discloser', discloser, 'intermediary', intermediary, 'purpose', purpose, 'data_classes', data_classes, 'description', description, 'statements', statements, 'signed_by', signed_by, 'authority', authority, 'signed_on', signed_on, 'expires_on', expires_on, 'expires_event', expires_event, 'event_on', event_on, 'event_asked_on', event_asked_on, 'revoked_on', revoked_on, 'revoked_how', revoked_how, 'revoked_by', revoked_by, 'status', status, 'person_id', person_id, 'provider_id', provider_id, 'recipient', recipient, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from consent where id = new.id));
end;

CREATE TRIGGER consent_log_delete before delete on consent
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'consent', old.id,
        (select json_object('id', id, 'client_id', client_id, 'kind', kind, 'discloser', discloser, 'intermediary', intermediary, 'purpose', purpose, 'data_classes', data_classes, 'description', description, 'statements', statements, 'signed_by', signed_by, 'authority', authority, 'signed_on', signed_on, 'expires_on', expires_on, 'expires_event', expires_event, 'event_on', event_on, 'event_asked_on', event_asked_on, 'revoked_on', revoked_on, 'revoked_how', revoked_how, 'revoked_by', revoked_by, 'status', status, 'person_id', person_id, 'provider_id', provider_id, 'recipient', recipient, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from consent where id = old.id),
        null);
end;

CREATE TRIGGER consent_replaces_none_by_insert before insert on consent
when not exists (select 1 from operation where open = 1) and (exists (select 1 from consent where id = new.id)
    or exists (select 1 from consent where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER consent_replaces_none_by_update before update on consent
when not exists (select 1 from operation where open = 1) and (exists (select 1 from consent where id = new.id and id is not old.id)
    or exists (select 1 from consent where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE consent_fts using fts5 (recipient, purpose, description, discloser, intermediary, own_words,
    content = 'consent', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- need

CREATE TABLE need (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    type text not null default 'need' check (type in ('need', 'barrier', 'strength')),
    domain text not null default 'sdoh-category-unspecified' check (domain in ('food-insecurity',
        'housing-instability', 'homelessness', 'inadequate-housing', 'transportation-insecurity',
        'financial-insecurity', 'material-hardship', 'educational-attainment', 'employment-status',
        'veteran-status', 'stress', 'social-connection', 'intimate-partner-violence', 'elder-abuse',
        'personal-health-literacy', 'health-insurance-coverage-status', 'medical-cost-burden', 'digital-literacy',
        'digital-access', 'utility-insecurity', 'incarceration-status', 'language-access', 'protective-factor',
        'sdoh-category-unspecified')),
    description text,
    status text not null default 'active' check (status in ('active', 'recurrence', 'relapse', 'inactive',
        'remission', 'resolved')),
    support text not null default 'not-started' check (support in ('not-started', 'in-progress', 'met', 'declined')),
    decline_reason text,
    declined_on text,
    met_on text,
    identified_on text,
    resolved_on text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict;

CREATE INDEX need_client on need (client_id);

CREATE INDEX need_open on need (client_id)
where status in ('active', 'recurrence', 'relapse') and voided_at is null;

CREATE INDEX need_unread on need (id)
where (declined_on is not null and iif(length(declined_on) < 10, true, date(declined_on, '+0 days') is not declined_on))
    or (met_on is not null and iif(length(met_on) < 10, true, date(met_on, '+0 days') is not met_on))
    or (identified_on is not null and iif(length(identified_on) < 10, true, date(identified_on, '+0 days') is not identified_on))
    or (resolved_on is not null and iif(length(resolved_on) < 10, true, date(resolved_on, '+0 days') is not resolved_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved')) is not true;

CREATE INDEX need_guarded on need (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER need_find_insert after insert on need
begin
    insert into need_fts (rowid, description, decline_reason, own_words)
    select id, description, decline_reason, own_words from need where id = new.id;
    update need set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER need_find_update after update of description, decline_reason, own on need
begin
    insert into need_fts (need_fts, rowid, description, decline_reason, own_words)
    values ('delete', old.id, old.description, old.decline_reason, old.own_words);
    insert into need_fts (rowid, description, decline_reason, own_words)
    select id, description, decline_reason, own_words from need where id = new.id;
    update need set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER need_find_words after update of own_words on need
when new.own_words = ''
begin
    insert into need_fts (need_fts, rowid, description, decline_reason, own_words)
    values ('delete', old.id, old.description, old.decline_reason, old.own_words);
    update need set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'need' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into need_fts (rowid, description, decline_reason, own_words)
    select id, description, decline_reason, own_words from need where id = new.id;
end;

CREATE TRIGGER need_find_delete after delete on need
begin
    insert into need_fts (need_fts, rowid, description, decline_reason, own_words)
    values ('delete', old.id, old.description, old.decline_reason, old.own_words);
end;

CREATE TRIGGER need_log_insert after insert on need
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'need', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'type', type, 'domain', domain, 'description', description, 'status', status, 'support', support, 'decline_reason', decline_reason, 'declined_on', declined_on, 'met_on', met_on, 'identified_on', identified_on, 'resolved_on', resolved_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from need where id = new.id));
end;

CREATE TRIGGER need_log_update after update of id, client_id, type, domain, description, status, support, decline_reason, declined_on, met_on, identified_on, resolved_on, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2 on need
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'need', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'type', old.type, 'domain', old.domain, 'description', old.description, 'status', old.status, 'support', old.support, 'decline_reason', old.decline_reason, 'declined_on', old.declined_on, 'met_on', old.met_on, 'identified_on', old.identified_on, 'resolved_on', old.resolved_on, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'type', type, 'domain', domain, 'description', description, 'status', status, 'support', support, 'decline_reason', decline_reason, 'declined_on', declined_on, 'met_on', met_on, 'identified_on', identified_on, 'resolved_on', resolved_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from need where id = new.id));
end;

CREATE TRIGGER need_log_delete before delete on need
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'need', old.id,
        (select json_object('id', id, 'client_id', client_id, 'type', type, 'domain', domain, 'description', description, 'status', status, 'support', support, 'decline_reason', decline_reason, 'declined_on', declined_on, 'met_on', met_on, 'identified_on', identified_on, 'resolved_on', resolved_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from need where id = old.id),
        null);
end;

CREATE TRIGGER need_replaces_none_by_insert before insert on need
when not exists (select 1 from operation where open = 1) and (exists (select 1 from need where id = new.id)
    or exists (select 1 from need where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER need_replaces_none_by_update before update on need
when not exists (select 1 from operation where open = 1) and (exists (select 1 from need where id = new.id and id is not old.id)
    or exists (select 1 from need where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE need_fts using fts5 (description, decline_reason, own_words,
    content = 'need', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- plan

CREATE TABLE plan (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    title text not null,
    status text not null default 'active' check (status in ('draft', 'active', 'on-hold', 'revoked', 'completed',
        'entered-in-error', 'unknown')),
    version integer not null default 1 check (version >= 1),
    supersedes_id integer references plan (id),
    started_on text,
    ended_on text,
    review_every text,
    reviewed_on text,
    change_reason text,
    agreed_on text,
    copy_given_on text,
    backup_plan text,
    goals_as_revised text check (goals_as_revised is null or json_valid(goals_as_revised)),
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'), own_words text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict
;

CREATE INDEX plan_client on plan (client_id);

CREATE INDEX plan_supersedes on plan (supersedes_id) where supersedes_id is not null;

CREATE INDEX plan_open on plan (client_id, started_on)
where status in ('draft', 'active', 'on-hold') and voided_at is null
;

CREATE INDEX plan_review on plan (coalesce(reviewed_on, started_on))
where status in ('draft', 'active', 'on-hold') and voided_at is null
;

CREATE INDEX plan_unsigned on plan (started_on)
where status in ('draft', 'active', 'on-hold') and voided_at is null and (agreed_on is null or copy_given_on is null)
;

CREATE INDEX plan_unread on plan (id)
where (started_on is not null and iif(length(started_on) < 10, true, date(started_on, '+0 days') is not started_on))
    or (ended_on is not null and iif(length(ended_on) < 10, true, date(ended_on, '+0 days') is not ended_on))
    or (reviewed_on is not null and iif(length(reviewed_on) < 10, true, date(reviewed_on, '+0 days') is not reviewed_on))
    or (agreed_on is not null and iif(length(agreed_on) < 10, true, date(agreed_on, '+0 days') is not agreed_on))
    or (copy_given_on is not null and iif(length(copy_given_on) < 10, true, date(copy_given_on, '+0 days') is not copy_given_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error', 'unknown')) is not true;

CREATE INDEX plan_guarded on plan (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER plan_find_insert after insert on plan
begin
    insert into plan_fts (rowid, title, change_reason, backup_plan, own_words)
    select id, title, change_reason, backup_plan, own_words from plan where id = new.id;
    update plan set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER plan_find_update after update of title, change_reason, backup_plan, own on plan
begin
    insert into plan_fts (plan_fts, rowid, title, change_reason, backup_plan, own_words)
    values ('delete', old.id, old.title, old.change_reason, old.backup_plan, old.own_words);
    insert into plan_fts (rowid, title, change_reason, backup_plan, own_words)
    select id, title, change_reason, backup_plan, own_words from plan where id = new.id;
    update plan set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER plan_find_words after update of own_words on plan
when new.own_words = ''
begin
    insert into plan_fts (plan_fts, rowid, title, change_reason, backup_plan, own_words)
    values ('delete', old.id, old.title, old.change_reason, old.backup_plan, old.own_words);
    update plan set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'plan' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into plan_fts (rowid, title, change_reason, backup_plan, own_words)
    select id, title, change_reason, backup_plan, own_words from plan where id = new.id;
end;

CREATE TRIGGER plan_find_delete after delete on plan
begin
    insert into plan_fts (plan_fts, rowid, title, change_reason, backup_plan, own_words)
    values ('delete', old.id, old.title, old.change_reason, old.backup_plan, old.own_words);
end;

CREATE TRIGGER plan_log_insert after insert on plan
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'plan', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'title', title, 'status', status, 'version', version, 'supersedes_id', supersedes_id, 'started_on', started_on, 'ended_on', ended_on, 'review_every', review_every, 'reviewed_on', reviewed_on, 'change_reason', change_reason, 'agreed_on', agreed_on, 'copy_given_on', copy_given_on, 'backup_plan', backup_plan, 'goals_as_revised', goals_as_revised, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'sensitivity', sensitivity, 'part2', part2) from plan where id = new.id));
end;

CREATE TRIGGER plan_log_update after update of id, client_id, title, status, version, supersedes_id, started_on, ended_on, review_every, reviewed_on, change_reason, agreed_on, copy_given_on, backup_plan, goals_as_revised, external_id, source, created_at, updated_at, voided_at, void_reason, own, sensitivity, part2 on plan
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'plan', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'title', old.title, 'status', old.status, 'version', old.version, 'supersedes_id', old.supersedes_id, 'started_on', old.started_on, 'ended_on', old.ended_on, 'review_every', old.review_every, 'reviewed_on', old.reviewed_on, 'change_reason', old.change_reason, 'agreed_on', old.agreed_on, 'copy_given_on', old.copy_given_on, 'backup_plan', old.backup_plan, 'goals_as_revised', old.goals_as_revised, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'own', old.own, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'title', title, 'status', status, 'version', version, 'supersedes_id', supersedes_id, 'started_on', started_on, 'ended_on', ended_on, 'review_every', review_every, 'reviewed_on', reviewed_on, 'change_reason', change_reason, 'agreed_on', agreed_on, 'copy_given_on', copy_given_on, 'backup_plan', backup_plan, 'goals_as_revised', goals_as_revised, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'sensitivity', sensitivity, 'part2', part2) from plan where id = new.id));
end;

CREATE TRIGGER plan_log_delete before delete on plan
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'plan', old.id,
        (select json_object('id', id, 'client_id', client_id, 'title', title, 'status', status, 'version', version, 'supersedes_id', supersedes_id, 'started_on', started_on, 'ended_on', ended_on, 'review_every', review_every, 'reviewed_on', reviewed_on, 'change_reason', change_reason, 'agreed_on', agreed_on, 'copy_given_on', copy_given_on, 'backup_plan', backup_plan, 'goals_as_revised', goals_as_revised, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'sensitivity', sensitivity, 'part2', part2) from plan where id = old.id),
        null);
end;

CREATE TRIGGER plan_replaces_none_by_insert before insert on plan
when not exists (select 1 from operation where open = 1) and (exists (select 1 from plan where id = new.id)
    or exists (select 1 from plan where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER plan_replaces_none_by_update before update on plan
when not exists (select 1 from operation where open = 1) and (exists (select 1 from plan where id = new.id and id is not old.id)
    or exists (select 1 from plan where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE plan_fts using fts5 (title, change_reason, backup_plan, own_words,
    content = 'plan', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- goal

CREATE TABLE goal (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    plan_id integer references plan (id),
    area text,
    title text not null,
    client_words text,
    lifecycle text not null default 'active' check (lifecycle in ('proposed', 'planned', 'accepted', 'active',
        'on-hold', 'completed', 'cancelled', 'entered-in-error', 'rejected')),
    achievement text check (achievement in ('in-progress', 'improving', 'worsening', 'no-change', 'achieved',
        'sustaining', 'not-achieved', 'no-progress', 'not-attainable')),
    priority text check (priority in ('high-priority', 'medium-priority', 'low-priority')),
    target_on text,
    measure text,
    unit text,
    baseline real,
    target real,
    agreed integer not null default 0 check (agreed in (0, 1)),
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'), own_words text, need_id integer references need (id), sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict
;

CREATE INDEX goal_client on goal (client_id);

CREATE INDEX goal_plan on goal (plan_id) where plan_id is not null;

CREATE INDEX goal_open on goal (client_id, target_on)
where lifecycle in ('proposed', 'planned', 'accepted', 'active', 'on-hold') and voided_at is null
;

CREATE INDEX goal_target on goal (target_on)
where lifecycle in ('proposed', 'planned', 'accepted', 'active', 'on-hold') and voided_at is null
;

CREATE INDEX goal_unread on goal (id)
where (target_on is not null and iif(length(target_on) < 10, true, date(target_on, '+0 days') is not target_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (lifecycle in ('proposed', 'planned', 'accepted', 'active', 'on-hold', 'completed', 'cancelled', 'entered-in-error', 'rejected')) is not true;

CREATE INDEX goal_need on goal (need_id);

CREATE INDEX goal_guarded on goal (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER goal_find_insert after insert on goal
begin
    insert into goal_fts (rowid, title, client_words, area, measure, own_words)
    select id, title, client_words, area, measure, own_words from goal where id = new.id;
    update goal set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER goal_find_update after update of title, client_words, area, measure, own on goal
begin
    insert into goal_fts (goal_fts, rowid, title, client_words, area, measure, own_words)
    values ('delete', old.id, old.title, old.client_words, old.area, old.measure, old.own_words);
    insert into goal_fts (rowid, title, client_words, area, measure, own_words)
    select id, title, client_words, area, measure, own_words from goal where id = new.id;
    update goal set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER goal_find_words after update of own_words on goal
when new.own_words = ''
begin
    insert into goal_fts (goal_fts, rowid, title, client_words, area, measure, own_words)
    values ('delete', old.id, old.title, old.client_words, old.area, old.measure, old.own_words);
    update goal set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'goal' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into goal_fts (rowid, title, client_words, area, measure, own_words)
    select id, title, client_words, area, measure, own_words from goal where id = new.id;
end;

CREATE TRIGGER goal_find_delete after delete on goal
begin
    insert into goal_fts (goal_fts, rowid, title, client_words, area, measure, own_words)
    values ('delete', old.id, old.title, old.client_words, old.area, old.measure, old.own_words);
end;

CREATE TRIGGER goal_log_insert after insert on goal
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'goal', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'plan_id', plan_id, 'area', area, 'title', title, 'client_words', client_words, 'lifecycle', lifecycle, 'achievement', achievement, 'priority', priority, 'target_on', target_on, 'measure', measure, 'unit', unit, 'baseline', baseline, 'target', target, 'agreed', agreed, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'need_id', need_id, 'sensitivity', sensitivity, 'part2', part2) from goal where id = new.id));
end;

CREATE TRIGGER goal_log_update after update of id, client_id, plan_id, area, title, client_words, lifecycle, achievement, priority, target_on, measure, unit, baseline, target, agreed, external_id, source, created_at, updated_at, voided_at, void_reason, own, need_id, sensitivity, part2 on goal
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'goal', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'plan_id', old.plan_id, 'area', old.area, 'title', old.title, 'client_words', old.client_words, 'lifecycle', old.lifecycle, 'achievement', old.achievement, 'priority', old.priority, 'target_on', old.target_on, 'measure', old.measure, 'unit', old.unit, 'baseline', old.baseline, 'target', old.target, 'agreed', old.agreed, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'own', old.own, 'need_id', old.need_id, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'plan_id', plan_id, 'area', area, 'title', title, 'client_words', client_words, 'lifecycle', lifecycle, 'achievement', achievement, 'priority', priority, 'target_on', target_on, 'measure', measure, 'unit', unit, 'baseline', baseline, 'target', target, 'agreed', agreed, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'need_id', need_id, 'sensitivity', sensitivity, 'part2', part2) from goal where id = new.id));
end;

CREATE TRIGGER goal_log_delete before delete on goal
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'goal', old.id,
        (select json_object('id', id, 'client_id', client_id, 'plan_id', plan_id, 'area', area, 'title', title, 'client_words', client_words, 'lifecycle', lifecycle, 'achievement', achievement, 'priority', priority, 'target_on', target_on, 'measure', measure, 'unit', unit, 'baseline', baseline, 'target', target, 'agreed', agreed, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'need_id', need_id, 'sensitivity', sensitivity, 'part2', part2) from goal where id = old.id),
        null);
end;

CREATE TRIGGER goal_replaces_none_by_insert before insert on goal
when not exists (select 1 from operation where open = 1) and (exists (select 1 from goal where id = new.id)
    or exists (select 1 from goal where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER goal_replaces_none_by_update before update on goal
when not exists (select 1 from operation where open = 1) and (exists (select 1 from goal where id = new.id and id is not old.id)
    or exists (select 1 from goal where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE goal_fts using fts5 (title, client_words, area, measure, own_words,
    content = 'goal', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- observation

CREATE TABLE observation (
    id integer primary key autoincrement,
    goal_id integer not null references goal (id),
    observed_on text not null,
    value real,
    achievement text check (achievement in ('in-progress', 'improving', 'worsening', 'no-change', 'achieved',
        'sustaining', 'not-achieved', 'no-progress', 'not-attainable')),
    comment text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'), own_words text,
    unique (source, external_id)
) strict
;

CREATE INDEX observation_goal on observation (goal_id, observed_on);

CREATE INDEX observation_unread on observation (id)
where (observed_on is not null and iif(length(observed_on) < 10, true, date(observed_on, '+0 days') is not observed_on))
    or observed_on is null
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE TRIGGER observation_find_insert after insert on observation
begin
    insert into observation_fts (rowid, comment, own_words)
    select id, comment, own_words from observation where id = new.id;
    update observation set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER observation_find_update after update of comment, own on observation
begin
    insert into observation_fts (observation_fts, rowid, comment, own_words)
    values ('delete', old.id, old.comment, old.own_words);
    insert into observation_fts (rowid, comment, own_words)
    select id, comment, own_words from observation where id = new.id;
    update observation set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER observation_find_words after update of own_words on observation
when new.own_words = ''
begin
    insert into observation_fts (observation_fts, rowid, comment, own_words)
    values ('delete', old.id, old.comment, old.own_words);
    update observation set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'observation' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into observation_fts (rowid, comment, own_words)
    select id, comment, own_words from observation where id = new.id;
end;

CREATE TRIGGER observation_find_delete after delete on observation
begin
    insert into observation_fts (observation_fts, rowid, comment, own_words)
    values ('delete', old.id, old.comment, old.own_words);
end;

CREATE TRIGGER observation_log_insert after insert on observation
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'observation', new.id,
        null,
        (select json_object('id', id, 'goal_id', goal_id, 'observed_on', observed_on, 'value', value, 'achievement', achievement, 'comment', comment, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own) from observation where id = new.id));
end;

CREATE TRIGGER observation_log_update after update of id, goal_id, observed_on, value, achievement, comment, external_id, source, created_at, updated_at, voided_at, void_reason, own on observation
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'observation', new.id,
        json_object('id', old.id, 'goal_id', old.goal_id, 'observed_on', old.observed_on, 'value', old.value, 'achievement', old.achievement, 'comment', old.comment, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'own', old.own),
        (select json_object('id', id, 'goal_id', goal_id, 'observed_on', observed_on, 'value', value, 'achievement', achievement, 'comment', comment, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own) from observation where id = new.id));
end;

CREATE TRIGGER observation_log_delete before delete on observation
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'observation', old.id,
        (select json_object('id', id, 'goal_id', goal_id, 'observed_on', observed_on, 'value', value, 'achievement', achievement, 'comment', comment, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own) from observation where id = old.id),
        null);
end;

CREATE TRIGGER observation_replaces_none_by_insert before insert on observation
when not exists (select 1 from operation where open = 1) and (exists (select 1 from observation where id = new.id)
    or exists (select 1 from observation where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER observation_replaces_none_by_update before update on observation
when not exists (select 1 from operation where open = 1) and (exists (select 1 from observation where id = new.id and id is not old.id)
    or exists (select 1 from observation where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE observation_fts using fts5 (comment, own_words,
    content = 'observation', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- coverage

CREATE TABLE coverage (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    payer text not null,
    plan_name text,
    member_id text,
    type text,
    started_on text,
    ended_on text,
    status text not null default 'active' check (status in ('active', 'cancelled', 'draft', 'entered-in-error')),
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict;

CREATE INDEX coverage_client on coverage (client_id);

CREATE INDEX coverage_open on coverage (client_id, started_on)
where status in ('active', 'draft') and voided_at is null;

CREATE INDEX coverage_ends on coverage (ended_on) where status = 'active' and voided_at is null;

CREATE INDEX coverage_unread on coverage (id)
where (started_on is not null and iif(length(started_on) < 10, true, date(started_on, '+0 days') is not started_on))
    or (ended_on is not null and iif(length(ended_on) < 10, true, date(ended_on, '+0 days') is not ended_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('active', 'cancelled', 'draft', 'entered-in-error')) is not true;

CREATE INDEX coverage_guarded on coverage (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE INDEX coverage_member on coverage (lower(replace(replace(member_id, '-', ''), ' ', ''))) where member_id is not null;

CREATE TRIGGER coverage_find_insert after insert on coverage
begin
    insert into coverage_fts (rowid, payer, plan_name, type, own_words)
    select id, payer, plan_name, type, own_words from coverage where id = new.id;
    update coverage set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER coverage_find_update after update of payer, plan_name, type, own on coverage
begin
    insert into coverage_fts (coverage_fts, rowid, payer, plan_name, type, own_words)
    values ('delete', old.id, old.payer, old.plan_name, old.type, old.own_words);
    insert into coverage_fts (rowid, payer, plan_name, type, own_words)
    select id, payer, plan_name, type, own_words from coverage where id = new.id;
    update coverage set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER coverage_find_words after update of own_words on coverage
when new.own_words = ''
begin
    insert into coverage_fts (coverage_fts, rowid, payer, plan_name, type, own_words)
    values ('delete', old.id, old.payer, old.plan_name, old.type, old.own_words);
    update coverage set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'coverage' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into coverage_fts (rowid, payer, plan_name, type, own_words)
    select id, payer, plan_name, type, own_words from coverage where id = new.id;
end;

CREATE TRIGGER coverage_find_delete after delete on coverage
begin
    insert into coverage_fts (coverage_fts, rowid, payer, plan_name, type, own_words)
    values ('delete', old.id, old.payer, old.plan_name, old.type, old.own_words);
end;

CREATE TRIGGER coverage_log_insert after insert on coverage
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'coverage', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'payer', payer, 'plan_name', plan_name, 'member_id', member_id, 'type', type, 'started_on', started_on, 'ended_on', ended_on, 'status', status, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from coverage where id = new.id));
end;

CREATE TRIGGER coverage_log_update after update of id, client_id, payer, plan_name, member_id, type, started_on, ended_on, status, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2 on coverage
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'coverage', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'payer', old.payer, 'plan_name', old.plan_name, 'member_id', old.member_id, 'type', old.type, 'started_on', old.started_on, 'ended_on', old.ended_on, 'status', old.status, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'payer', payer, 'plan_name', plan_name, 'member_id', member_id, 'type', type, 'started_on', started_on, 'ended_on', ended_on, 'status', status, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from coverage where id = new.id));
end;

CREATE TRIGGER coverage_log_delete before delete on coverage
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'coverage', old.id,
        (select json_object('id', id, 'client_id', client_id, 'payer', payer, 'plan_name', plan_name, 'member_id', member_id, 'type', type, 'started_on', started_on, 'ended_on', ended_on, 'status', status, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from coverage where id = old.id),
        null);
end;

CREATE TRIGGER coverage_replaces_none_by_insert before insert on coverage
when not exists (select 1 from operation where open = 1) and (exists (select 1 from coverage where id = new.id)
    or exists (select 1 from coverage where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER coverage_replaces_none_by_update before update on coverage
when not exists (select 1 from operation where open = 1) and (exists (select 1 from coverage where id = new.id and id is not old.id)
    or exists (select 1 from coverage where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE coverage_fts using fts5 (payer, plan_name, type, own_words,
    content = 'coverage', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- authorization

CREATE TABLE authorization (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    coverage_id integer references coverage (id),
    service_type text not null,
    number text,
    unit text not null default 'visit' check (unit in ('visit', 'hour', '15min', 'day', 'dollar')),
    units real,
    asked_units real,
    rounding text check (rounding in ('eight-minute', 'eight-minute-per-service', 'full', 'first-minute-then-half',
        'contact-day', 'month')),
    starts_on text,
    ends_on text,
    status text not null default 'requested' check (status in ('requested', 'pending', 'approved', 'partial', 'denied',
        'expired', 'cancelled', 'exhausted')),
    requested_on text,
    decided_on text,
    notice_on text,
    reason text,
    used_reported real,
    used_reported_on text,
    superseded_by_id integer references authorization (id),
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict;

CREATE INDEX authorization_client on authorization (client_id);

CREATE INDEX authorization_coverage on authorization (coverage_id);

CREATE INDEX authorization_number on authorization (number) where number is not null;

CREATE INDEX authorization_open on authorization (client_id, ends_on)
where status in ('requested', 'pending', 'approved', 'partial') and voided_at is null;

CREATE INDEX authorization_ends on authorization (ends_on)
where status in ('requested', 'pending', 'approved', 'partial') and voided_at is null;

CREATE INDEX authorization_superseded on authorization (superseded_by_id)
where superseded_by_id is not null;

CREATE INDEX authorization_unread on authorization (id)
where (starts_on is not null and iif(length(starts_on) < 10, true, date(starts_on, '+0 days') is not starts_on))
    or (ends_on is not null and iif(length(ends_on) < 10, true, date(ends_on, '+0 days') is not ends_on))
    or (requested_on is not null and iif(length(requested_on) < 10, true, date(requested_on, '+0 days') is not requested_on))
    or (decided_on is not null and iif(length(decided_on) < 10, true, date(decided_on, '+0 days') is not decided_on))
    or (notice_on is not null and iif(length(notice_on) < 10, true, date(notice_on, '+0 days') is not notice_on))
    or (used_reported_on is not null and iif(length(used_reported_on) < 10, true, date(used_reported_on, '+0 days') is not used_reported_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('requested', 'pending', 'approved', 'partial', 'denied', 'expired', 'cancelled', 'exhausted')) is not true;

CREATE INDEX authorization_guarded on authorization (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE INDEX authorization_against on authorization (coalesce(notice_on, decided_on, '9999-12-31')) where voided_at is null and status in ('denied', 'partial');

CREATE TRIGGER authorization_find_insert after insert on authorization
begin
    insert into authorization_fts (rowid, service_type, number, reason, own_words)
    select id, service_type, number, reason, own_words from authorization where id = new.id;
    update authorization set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER authorization_find_update after update of service_type, number, reason, own on authorization
begin
    insert into authorization_fts (authorization_fts, rowid, service_type, number, reason, own_words)
    values ('delete', old.id, old.service_type, old.number, old.reason, old.own_words);
    insert into authorization_fts (rowid, service_type, number, reason, own_words)
    select id, service_type, number, reason, own_words from authorization where id = new.id;
    update authorization set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER authorization_find_words after update of own_words on authorization
when new.own_words = ''
begin
    insert into authorization_fts (authorization_fts, rowid, service_type, number, reason, own_words)
    values ('delete', old.id, old.service_type, old.number, old.reason, old.own_words);
    update authorization set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'authorization' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into authorization_fts (rowid, service_type, number, reason, own_words)
    select id, service_type, number, reason, own_words from authorization where id = new.id;
end;

CREATE TRIGGER authorization_find_delete after delete on authorization
begin
    insert into authorization_fts (authorization_fts, rowid, service_type, number, reason, own_words)
    values ('delete', old.id, old.service_type, old.number, old.reason, old.own_words);
end;

CREATE TRIGGER authorization_log_insert after insert on authorization
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'authorization', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'coverage_id', coverage_id, 'service_type', service_type, 'number', number, 'unit', unit, 'units', units, 'asked_units', asked_units, 'rounding', rounding, 'starts_on', starts_on, 'ends_on', ends_on, 'status', status, 'requested_on', requested_on, 'decided_on', decided_on, 'notice_on', notice_on, 'reason', reason, 'used_reported', used_reported, 'used_reported_on', used_reported_on, 'superseded_by_id', superseded_by_id, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from authorization where id = new.id));
end;

CREATE TRIGGER authorization_log_update after update of id, client_id, coverage_id, service_type, number, unit, units, asked_units, rounding, starts_on, ends_on, status, requested_on, decided_on, notice_on, reason, used_reported, used_reported_on, superseded_by_id, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2 on authorization
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'authorization', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'coverage_id', old.coverage_id, 'service_type', old.service_type, 'number', old.number, 'unit', old.unit, 'units', old.units, 'asked_units', old.asked_units, 'rounding', old.rounding, 'starts_on', old.starts_on, 'ends_on', old.ends_on, 'status', old.status, 'requested_on', old.requested_on, 'decided_on', old.decided_on, 'notice_on', old.notice_on, 'reason', old.reason, 'used_reported', old.used_reported, 'used_reported_on', old.used_reported_on, 'superseded_by_id', old.superseded_by_id, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'coverage_id', coverage_id, 'service_type', service_type, 'number', number, 'unit', unit, 'units', units, 'asked_units', asked_units, 'rounding', rounding, 'starts_on', starts_on, 'ends_on', ends_on, 'status', status, 'requested_on', requested_on, 'decided_on', decided_on, 'notice_on', notice_on, 'reason', reason, 'used_reported', used_reported, 'used_reported_on', used_reported_on, 'superseded_by_id', superseded_by_id, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from authorization where id = new.id));
end;

CREATE TRIGGER authorization_log_delete before delete on authorization
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'authorization', old.id,
        (select json_object('id', id, 'client_id', client_id, 'coverage_id', coverage_id, 'service_type', service_type, 'number', number, 'unit', unit, 'units', units, 'asked_units', asked_units, 'rounding', rounding, 'starts_on', starts_on, 'ends_on', ends_on, 'status', status, 'requested_on', requested_on, 'decided_on', decided_on, 'notice_on', notice_on, 'reason', reason, 'used_reported', used_reported, 'used_reported_on', used_reported_on, 'superseded_by_id', superseded_by_id, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from authorization where id = old.id),
        null);
end;

CREATE TRIGGER authorization_replaces_none_by_insert before insert on authorization
when not exists (select 1 from operation where open = 1) and (exists (select 1 from authorization where id = new.id)
    or exists (select 1 from authorization where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER authorization_replaces_none_by_update before update on authorization
when not exists (select 1 from operation where open = 1) and (exists (select 1 from authorization where id = new.id and id is not old.id)
    or exists (select 1 from authorization where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE authorization_fts using fts5 (service_type, number, reason, own_words,
    content = 'authorization', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- service

CREATE TABLE service (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    what text not null,
    activity text check (activity in ('bathing', 'dressing', 'toileting', 'transferring', 'continence', 'feeding',
        'telephone', 'shopping', 'food-preparation', 'housekeeping', 'laundry', 'transport', 'own-medication',
        'finances')),
    help_level text check (help_level in ('none', 'cue', 'standby', 'hands-on', 'total')),
    provider_id integer references provider (id),
    provided_by text,
    plan_id integer references plan (id),
    goal_id integer references goal (id),
    responsible text,
    amount text,
    frequency text,
    started_on text,
    ended_on text,
    status text not null default 'not-started' check (status in ('not-started', 'scheduled', 'in-progress', 'on-hold',
        'completed', 'cancelled', 'stopped', 'unknown', 'entered-in-error')),
    reason text,
    declined integer not null default 0 check (declined in (0, 1)),
    decline_reason text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')), authorization_id integer references authorization (id),
    unique (source, external_id)
) strict;

CREATE INDEX service_client on service (client_id);

CREATE INDEX service_open on service (client_id, provided_by)
where status in ('not-started', 'scheduled', 'in-progress', 'on-hold') and voided_at is null;

CREATE INDEX service_plan on service (plan_id);

CREATE INDEX service_goal on service (goal_id);

CREATE INDEX service_provider on service (provider_id);

CREATE INDEX service_unread on service (id)
where (started_on is not null and iif(length(started_on) < 10, true, date(started_on, '+0 days') is not started_on))
    or (ended_on is not null and iif(length(ended_on) < 10, true, date(ended_on, '+0 days') is not ended_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('not-started', 'scheduled', 'in-progress', 'on-hold', 'completed', 'cancelled', 'stopped', 'unknown', 'entered-in-error')) is not true;

CREATE INDEX service_guarded on service (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE INDEX service_authorization on service (authorization_id) where authorization_id is not null;

CREATE TRIGGER service_find_insert after insert on service
begin
    insert into service_fts (rowid, what, provided_by, responsible, reason, decline_reason, own_words)
    select id, what, provided_by, responsible, reason, decline_reason, own_words from service where id = new.id;
    update service set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER service_find_update after update of what, provided_by, responsible, reason, decline_reason, own on service
begin
    insert into service_fts (service_fts, rowid, what, provided_by, responsible, reason, decline_reason, own_words)
    values ('delete', old.id, old.what, old.provided_by, old.responsible, old.reason, old.decline_reason, old.own_words);
    insert into service_fts (rowid, what, provided_by, responsible, reason, decline_reason, own_words)
    select id, what, provided_by, responsible, reason, decline_reason, own_words from service where id = new.id;
    update service set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER service_find_words after update of own_words on service
when new.own_words = ''
begin
    insert into service_fts (service_fts, rowid, what, provided_by, responsible, reason, decline_reason, own_words)
    values ('delete', old.id, old.what, old.provided_by, old.responsible, old.reason, old.decline_reason, old.own_words);
    update service set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'service' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into service_fts (rowid, what, provided_by, responsible, reason, decline_reason, own_words)
    select id, what, provided_by, responsible, reason, decline_reason, own_words from service where id = new.id;
end;

CREATE TRIGGER service_find_delete after delete on service
begin
    insert into service_fts (service_fts, rowid, what, provided_by, responsible, reason, decline_reason, own_words)
    values ('delete', old.id, old.what, old.provided_by, old.responsible, old.reason, old.decline_reason, old.own_words);
end;

CREATE TRIGGER service_log_insert after insert on service
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'service', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'what', what, 'activity', activity, 'help_level', help_level, 'provider_id', provider_id, 'provided_by', provided_by, 'plan_id', plan_id, 'goal_id', goal_id, 'responsible', responsible, 'amount', amount, 'frequency', frequency, 'started_on', started_on, 'ended_on', ended_on, 'status', status, 'reason', reason, 'declined', declined, 'decline_reason', decline_reason, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2, 'authorization_id', authorization_id) from service where id = new.id));
end;

CREATE TRIGGER service_log_update after update of id, client_id, what, activity, help_level, provider_id, provided_by, plan_id, goal_id, responsible, amount, frequency, started_on, ended_on, status, reason, declined, decline_reason, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2, authorization_id on service
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'service', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'what', old.what, 'activity', old.activity, 'help_level', old.help_level, 'provider_id', old.provider_id, 'provided_by', old.provided_by, 'plan_id', old.plan_id, 'goal_id', old.goal_id, 'responsible', old.responsible, 'amount', old.amount, 'frequency', old.frequency, 'started_on', old.started_on, 'ended_on', old.ended_on, 'status', old.status, 'reason', old.reason, 'declined', old.declined, 'decline_reason', old.decline_reason, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2, 'authorization_id', old.authorization_id),
        (select json_object('id', id, 'client_id', client_id, 'what', what, 'activity', activity, 'help_level', help_level, 'provider_id', provider_id, 'provided_by', provided_by, 'plan_id', plan_id, 'goal_id', goal_id, 'responsible', responsible, 'amount', amount, 'frequency', frequency, 'started_on', started_on, 'ended_on', ended_on, 'status', status, 'reason', reason, 'declined', declined, 'decline_reason', decline_reason, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2, 'authorization_id', authorization_id) from service where id = new.id));
end;

CREATE TRIGGER service_log_delete before delete on service
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'service', old.id,
        (select json_object('id', id, 'client_id', client_id, 'what', what, 'activity', activity, 'help_level', help_level, 'provider_id', provider_id, 'provided_by', provided_by, 'plan_id', plan_id, 'goal_id', goal_id, 'responsible', responsible, 'amount', amount, 'frequency', frequency, 'started_on', started_on, 'ended_on', ended_on, 'status', status, 'reason', reason, 'declined', declined, 'decline_reason', decline_reason, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2, 'authorization_id', authorization_id) from service where id = old.id),
        null);
end;

CREATE TRIGGER service_replaces_none_by_insert before insert on service
when not exists (select 1 from operation where open = 1) and (exists (select 1 from service where id = new.id)
    or exists (select 1 from service where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER service_replaces_none_by_update before update on service
when not exists (select 1 from operation where open = 1) and (exists (select 1 from service where id = new.id and id is not old.id)
    or exists (select 1 from service where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE service_fts using fts5 (what, provided_by, responsible, reason, decline_reason, own_words,
    content = 'service', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- medication

CREATE TABLE medication (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    name text not null,
    dose text,
    schedule text,
    prescriber text,
    managed_by text,
    refill_due text,
    started_on text,
    ended_on text,
    reconciled_on text,
    status text not null default 'active' check (status in ('active', 'completed', 'entered-in-error', 'intended',
        'stopped', 'on-hold', 'unknown', 'not-taken')),
    reason text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict;

CREATE INDEX medication_client on medication (client_id);

CREATE INDEX medication_open on medication (client_id, name)
where status in ('active', 'intended', 'on-hold', 'unknown') and voided_at is null;

CREATE INDEX medication_refill on medication (refill_due)
where status in ('active', 'intended', 'on-hold', 'unknown') and voided_at is null;

CREATE INDEX medication_reconciled on medication (reconciled_on)
where status in ('active', 'intended', 'on-hold', 'unknown') and voided_at is null;

CREATE INDEX medication_unread on medication (id)
where (refill_due is not null and iif(length(refill_due) < 10, true, date(refill_due, '+0 days') is not refill_due))
    or (started_on is not null and iif(length(started_on) < 10, true, date(started_on, '+0 days') is not started_on))
    or (ended_on is not null and iif(length(ended_on) < 10, true, date(ended_on, '+0 days') is not ended_on))
    or (reconciled_on is not null and iif(length(reconciled_on) < 10, true, date(reconciled_on, '+0 days') is not reconciled_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('active', 'completed', 'entered-in-error', 'intended', 'stopped', 'on-hold', 'unknown', 'not-taken')) is not true;

CREATE INDEX medication_guarded on medication (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER medication_find_insert after insert on medication
begin
    insert into medication_fts (rowid, name, dose, schedule, prescriber, managed_by, reason, own_words)
    select id, name, dose, schedule, prescriber, managed_by, reason, own_words from medication where id = new.id;
    update medication set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER medication_find_update after update of name, dose, schedule, prescriber, managed_by, reason, own on medication
begin
    insert into medication_fts (medication_fts, rowid, name, dose, schedule, prescriber, managed_by, reason, own_words)
    values ('delete', old.id, old.name, old.dose, old.schedule, old.prescriber, old.managed_by, old.reason, old.own_words);
    insert into medication_fts (rowid, name, dose, schedule, prescriber, managed_by, reason, own_words)
    select id, name, dose, schedule, prescriber, managed_by, reason, own_words from medication where id = new.id;
    update medication set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER medication_find_words after update of own_words on medication
when new.own_words = ''
begin
    insert into medication_fts (medication_fts, rowid, name, dose, schedule, prescriber, managed_by, reason, own_words)
    values ('delete', old.id, old.name, old.dose, old.schedule, old.prescriber, old.managed_by, old.reason, old.own_words);
    update medication set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'medication' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into medication_fts (rowid, name, dose, schedule, prescriber, managed_by, reason, own_words)
    select id, name, dose, schedule, prescriber, managed_by, reason, own_words from medication where id = new.id;
end;

CREATE TRIGGER medication_find_delete after delete on medication
begin
    insert into medication_fts (medication_fts, rowid, name, dose, schedule, prescriber, managed_by, reason, own_words)
    values ('delete', old.id, old.name, old.dose, old.schedule, old.prescriber, old.managed_by, old.reason, old.own_words);
end;

CREATE TRIGGER medication_log_insert after insert on medication
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'medication', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'name', name, 'dose', dose, 'schedule', schedule, 'prescriber', prescriber, 'managed_by', managed_by, 'refill_due', refill_due, 'started_on', started_on, 'ended_on', ended_on, 'reconciled_on', reconciled_on, 'status', status, 'reason', reason, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from medication where id = new.id));
end;

CREATE TRIGGER medication_log_update after update of id, client_id, name, dose, schedule, prescriber, managed_by, refill_due, started_on, ended_on, reconciled_on, status, reason, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2 on medication
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'medication', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'name', old.name, 'dose', old.dose, 'schedule', old.schedule, 'prescriber', old.prescriber, 'managed_by', old.managed_by, 'refill_due', old.refill_due, 'started_on', old.started_on, 'ended_on', old.ended_on, 'reconciled_on', old.reconciled_on, 'status', old.status, 'reason', old.reason, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'name', name, 'dose', dose, 'schedule', schedule, 'prescriber', prescriber, 'managed_by', managed_by, 'refill_due', refill_due, 'started_on', started_on, 'ended_on', ended_on, 'reconciled_on', reconciled_on, 'status', status, 'reason', reason, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from medication where id = new.id));
end;

CREATE TRIGGER medication_log_delete before delete on medication
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'medication', old.id,
        (select json_object('id', id, 'client_id', client_id, 'name', name, 'dose', dose, 'schedule', schedule, 'prescriber', prescriber, 'managed_by', managed_by, 'refill_due', refill_due, 'started_on', started_on, 'ended_on', ended_on, 'reconciled_on', reconciled_on, 'status', status, 'reason', reason, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from medication where id = old.id),
        null);
end;

CREATE TRIGGER medication_replaces_none_by_insert before insert on medication
when not exists (select 1 from operation where open = 1) and (exists (select 1 from medication where id = new.id)
    or exists (select 1 from medication where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER medication_replaces_none_by_update before update on medication
when not exists (select 1 from operation where open = 1) and (exists (select 1 from medication where id = new.id and id is not old.id)
    or exists (select 1 from medication where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE medication_fts using fts5 (name, dose, schedule, prescriber, managed_by, reason, own_words,
    content = 'medication', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- document

CREATE TABLE document (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    title text not null,
    kind text,
    status text not null default 'needed' check (status in ('needed', 'requested', 'received', 'expired')),
    location text,
    issued_on text,
    requested_on text,
    received_on text,
    expires_on text,
    needed_by text,
    responsible text,
    cost real,
    fund text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict;

CREATE INDEX document_client on document (client_id);

CREATE INDEX document_open on document (client_id, expires_on)
where status in ('needed', 'requested', 'received') and voided_at is null;

CREATE INDEX document_expiry on document (expires_on)
where status in ('needed', 'requested', 'received') and voided_at is null;

CREATE INDEX document_needed on document (needed_by)
where status in ('needed', 'requested', 'received') and voided_at is null;

CREATE INDEX document_unread on document (id)
where (issued_on is not null and iif(length(issued_on) < 10, true, date(issued_on, '+0 days') is not issued_on))
    or (requested_on is not null and iif(length(requested_on) < 10, true, date(requested_on, '+0 days') is not requested_on))
    or (received_on is not null and iif(length(received_on) < 10, true, date(received_on, '+0 days') is not received_on))
    or (expires_on is not null and iif(length(expires_on) < 10, true, date(expires_on, '+0 days') is not expires_on))
    or (needed_by is not null and iif(length(needed_by) < 10, true, date(needed_by, '+0 days') is not needed_by))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('needed', 'requested', 'received', 'expired')) is not true;

CREATE INDEX document_guarded on document (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER document_find_insert after insert on document
begin
    insert into document_fts (rowid, title, kind, location, responsible, own_words)
    select id, title, kind, location, responsible, own_words from document where id = new.id;
    update document set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER document_find_update after update of title, kind, location, responsible, own on document
begin
    insert into document_fts (document_fts, rowid, title, kind, location, responsible, own_words)
    values ('delete', old.id, old.title, old.kind, old.location, old.responsible, old.own_words);
    insert into document_fts (rowid, title, kind, location, responsible, own_words)
    select id, title, kind, location, responsible, own_words from document where id = new.id;
    update document set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER document_find_words after update of own_words on document
when new.own_words = ''
begin
    insert into document_fts (document_fts, rowid, title, kind, location, responsible, own_words)
    values ('delete', old.id, old.title, old.kind, old.location, old.responsible, old.own_words);
    update document set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'document' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into document_fts (rowid, title, kind, location, responsible, own_words)
    select id, title, kind, location, responsible, own_words from document where id = new.id;
end;

CREATE TRIGGER document_find_delete after delete on document
begin
    insert into document_fts (document_fts, rowid, title, kind, location, responsible, own_words)
    values ('delete', old.id, old.title, old.kind, old.location, old.responsible, old.own_words);
end;

CREATE TRIGGER document_log_insert after insert on document
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'document', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'title', title, 'kind', kind, 'status', status, 'location', location, 'issued_on', issued_on, 'requested_on', requested_on, 'received_on', received_on, 'expires_on', expires_on, 'needed_by', needed_by, 'responsible', responsible, 'cost', cost, 'fund', fund, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from document where id = new.id));
end;

CREATE TRIGGER document_log_update after update of id, client_id, title, kind, status, location, issued_on, requested_on, received_on, expires_on, needed_by, responsible, cost, fund, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2 on document
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'document', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'title', old.title, 'kind', old.kind, 'status', old.status, 'location', old.location, 'issued_on', old.issued_on, 'requested_on', old.requested_on, 'received_on', old.received_on, 'expires_on', old.expires_on, 'needed_by', old.needed_by, 'responsible', old.responsible, 'cost', old.cost, 'fund', old.fund, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'title', title, 'kind', kind, 'status', status, 'location', location, 'issued_on', issued_on, 'requested_on', requested_on, 'received_on', received_on, 'expires_on', expires_on, 'needed_by', needed_by, 'responsible', responsible, 'cost', cost, 'fund', fund, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from document where id = new.id));
end;

CREATE TRIGGER document_log_delete before delete on document
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'document', old.id,
        (select json_object('id', id, 'client_id', client_id, 'title', title, 'kind', kind, 'status', status, 'location', location, 'issued_on', issued_on, 'requested_on', requested_on, 'received_on', received_on, 'expires_on', expires_on, 'needed_by', needed_by, 'responsible', responsible, 'cost', cost, 'fund', fund, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from document where id = old.id),
        null);
end;

CREATE TRIGGER document_replaces_none_by_insert before insert on document
when not exists (select 1 from operation where open = 1) and (exists (select 1 from document where id = new.id)
    or exists (select 1 from document where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER document_replaces_none_by_update before update on document
when not exists (select 1 from operation where open = 1) and (exists (select 1 from document where id = new.id and id is not old.id)
    or exists (select 1 from document where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE document_fts using fts5 (title, kind, location, responsible, own_words,
    content = 'document', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- referral

CREATE TABLE referral (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    need_id integer references need (id),
    provider_id integer not null references provider (id),
    service_type text not null,
    request text,
    status text not null check (status in ('draft', 'requested', 'accepted', 'rejected', 'in-progress', 'on-hold',
        'cancelled', 'failed', 'completed', 'entered-in-error')),
    reason text,
    sent_on text,
    via text check (via in ('fax', 'email', 'mail', 'portal', 'phone', 'in-person', 'file')),
    answered_on text,
    handed_over_on text,
    understood text check (understood in ('yes', 'no', 'unsure')),
    attempts integer not null check (attempts >= 0),
    attempted_on text,
    next_action text,
    next_owner text check (next_owner in ('me', 'client', 'family', 'provider')),
    next_due text,
    outcome text check (outcome in ('got-help', 'eligible-not-received', 'not-eligible', 'no-capacity',
        'could-not-contact', 'could-not-get-help', 'no-longer-interested', 'referred-elsewhere')),
    denied_by text check (denied_by in ('provider', 'payer', 'client')),
    closed_on text,
    successor_id integer references referral (id),
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict;

CREATE INDEX referral_client on referral (client_id);

CREATE INDEX referral_provider on referral (provider_id);

CREATE INDEX referral_open on referral (next_due) where status in ('draft', 'requested', 'accepted', 'in-progress', 'on-hold') and voided_at is null;

CREATE INDEX referral_successor on referral (successor_id) where successor_id is not null;

CREATE INDEX referral_need on referral (need_id) where need_id is not null;

CREATE INDEX referral_unread on referral (id)
where (sent_on is not null and iif(length(sent_on) < 10, true, date(sent_on, '+0 days') is not sent_on))
    or (answered_on is not null and iif(length(answered_on) < 10, true, date(answered_on, '+0 days') is not answered_on))
    or (handed_over_on is not null and iif(length(handed_over_on) < 10, true, date(handed_over_on, '+0 days') is not handed_over_on))
    or (attempted_on is not null and iif(length(attempted_on) < 10, true, date(attempted_on, '+0 days') is not attempted_on))
    or (closed_on is not null and iif(length(closed_on) < 10, true, date(closed_on, '+0 days') is not closed_on))
    or (next_due is not null and iif(length(next_due) < 10, true, next_due not between '1900' and '2201' or iif(length(next_due) = 10, date(next_due, '+0 days') is not next_due, strftime('%Y-%m-%dT%H:%M', next_due, '+0 days') is not next_due)))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('draft', 'requested', 'accepted', 'in-progress', 'on-hold', 'cancelled', 'rejected', 'failed', 'completed', 'entered-in-error')) is not true;

CREATE INDEX referral_guarded on referral (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER referral_find_insert after insert on referral
begin
    insert into referral_fts (rowid, service_type, request, reason, next_action, own_words)
    select id, service_type, request, reason, next_action, own_words from referral where id = new.id;
    update referral set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER referral_find_update after update of service_type, request, reason, next_action, own on referral
begin
    insert into referral_fts (referral_fts, rowid, service_type, request, reason, next_action, own_words)
    values ('delete', old.id, old.service_type, old.request, old.reason, old.next_action, old.own_words);
    insert into referral_fts (rowid, service_type, request, reason, next_action, own_words)
    select id, service_type, request, reason, next_action, own_words from referral where id = new.id;
    update referral set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER referral_find_words after update of own_words on referral
when new.own_words = ''
begin
    insert into referral_fts (referral_fts, rowid, service_type, request, reason, next_action, own_words)
    values ('delete', old.id, old.service_type, old.request, old.reason, old.next_action, old.own_words);
    update referral set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'referral' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into referral_fts (rowid, service_type, request, reason, next_action, own_words)
    select id, service_type, request, reason, next_action, own_words from referral where id = new.id;
end;

CREATE TRIGGER referral_find_delete after delete on referral
begin
    insert into referral_fts (referral_fts, rowid, service_type, request, reason, next_action, own_words)
    values ('delete', old.id, old.service_type, old.request, old.reason, old.next_action, old.own_words);
end;

CREATE TRIGGER referral_log_insert after insert on referral
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'referral', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'need_id', need_id, 'provider_id', provider_id, 'service_type', service_type, 'request', request, 'status', status, 'reason', reason, 'sent_on', sent_on, 'via', via, 'answered_on', answered_on, 'handed_over_on', handed_over_on, 'understood', understood, 'attempts', attempts, 'attempted_on', attempted_on, 'next_action', next_action, 'next_owner', next_owner, 'next_due', next_due, 'outcome', outcome, 'denied_by', denied_by, 'closed_on', closed_on, 'successor_id', successor_id, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from referral where id = new.id));
end;

CREATE TRIGGER referral_log_update after update of id, client_id, need_id, provider_id, service_type, request, status, reason, sent_on, via, answered_on, handed_over_on, understood, attempts, attempted_on, next_action, next_owner, next_due, outcome, denied_by, closed_on, successor_id, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2 on referral
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'referral', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'need_id', old.need_id, 'provider_id', old.provider_id, 'service_type', old.service_type, 'request', old.request, 'status', old.status, 'reason', old.reason, 'sent_on', old.sent_on, 'via', old.via, 'answered_on', old.answered_on, 'handed_over_on', old.handed_over_on, 'understood', old.understood, 'attempts', old.attempts, 'attempted_on', old.attempted_on, 'next_action', old.next_action, 'next_owner', old.next_owner, 'next_due', old.next_due, 'outcome', old.outcome, 'denied_by', old.denied_by, 'closed_on', old.closed_on, 'successor_id', old.successor_id, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'need_id', need_id, 'provider_id', provider_id, 'service_type', service_type, 'request', request, 'status', status, 'reason', reason, 'sent_on', sent_on, 'via', via, 'answered_on', answered_on, 'handed_over_on', handed_over_on, 'understood', understood, 'attempts', attempts, 'attempted_on', attempted_on, 'next_action', next_action, 'next_owner', next_owner, 'next_due', next_due, 'outcome', outcome, 'denied_by', denied_by, 'closed_on', closed_on, 'successor_id', successor_id, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from referral where id = new.id));
end;

CREATE TRIGGER referral_log_delete before delete on referral
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'referral', old.id,
        (select json_object('id', id, 'client_id', client_id, 'need_id', need_id, 'provider_id', provider_id, 'service_type', service_type, 'request', request, 'status', status, 'reason', reason, 'sent_on', sent_on, 'via', via, 'answered_on', answered_on, 'handed_over_on', handed_over_on, 'understood', understood, 'attempts', attempts, 'attempted_on', attempted_on, 'next_action', next_action, 'next_owner', next_owner, 'next_due', next_due, 'outcome', outcome, 'denied_by', denied_by, 'closed_on', closed_on, 'successor_id', successor_id, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from referral where id = old.id),
        null);
end;

CREATE TRIGGER referral_replaces_none_by_insert before insert on referral
when not exists (select 1 from operation where open = 1) and (exists (select 1 from referral where id = new.id)
    or exists (select 1 from referral where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER referral_replaces_none_by_update before update on referral
when not exists (select 1 from operation where open = 1) and (exists (select 1 from referral where id = new.id and id is not old.id)
    or exists (select 1 from referral where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE referral_fts using fts5 (service_type, request, reason, next_action, own_words,
    content = 'referral', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- benefit

CREATE TABLE benefit (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    name text not null,
    category text check (category in ('magi', 'expansion', 'non-magi', 'disability')),
    status text not null default 'considering'
        check (status in ('considering', 'docs-gathering', 'applied', 'pending', 'interview-scheduled', 'approved',
        'denied', 'closed', 'appealing', 'withdrawn', 'not-applicable')),
    household integer,
    agency text,
    worker text,
    applied_on text,
    expedited integer not null default 0 check (expedited in (0, 1)),
    interview text,
    interviewed_on text,
    decision_due text,
    decided_on text,
    effective_on text,
    certified_to text,
    amount real,
    form_on text,
    renewal_due text,
    renewal_sent_on text,
    notice_on text,
    closed_on text,
    reason text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')), suspended_on text,
    unique (source, external_id)
) strict;

CREATE INDEX benefit_client on benefit (client_id);

CREATE INDEX benefit_open on benefit (client_id, certified_to) where status in ('considering', 'docs-gathering', 'applied', 'pending', 'interview-scheduled', 'approved',
    'appealing') and voided_at is null;

CREATE INDEX benefit_closed on benefit (closed_on) where status = 'closed' and voided_at is null;

CREATE INDEX benefit_guarded on benefit (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE INDEX benefit_unread on benefit (id)
where (applied_on is not null and iif(length(applied_on) < 10, true, date(applied_on, '+0 days') is not applied_on))
    or (interviewed_on is not null and iif(length(interviewed_on) < 10, true, date(interviewed_on, '+0 days') is not interviewed_on))
    or (decision_due is not null and iif(length(decision_due) < 10, true, date(decision_due, '+0 days') is not decision_due))
    or (decided_on is not null and iif(length(decided_on) < 10, true, date(decided_on, '+0 days') is not decided_on))
    or (effective_on is not null and iif(length(effective_on) < 10, true, date(effective_on, '+0 days') is not effective_on))
    or (certified_to is not null and iif(length(certified_to) < 10, true, date(certified_to, '+0 days') is not certified_to))
    or (form_on is not null and iif(length(form_on) < 10, true, date(form_on, '+0 days') is not form_on))
    or (renewal_due is not null and iif(length(renewal_due) < 10, true, date(renewal_due, '+0 days') is not renewal_due))
    or (renewal_sent_on is not null and iif(length(renewal_sent_on) < 10, true, date(renewal_sent_on, '+0 days') is not renewal_sent_on))
    or (notice_on is not null and iif(length(notice_on) < 10, true, date(notice_on, '+0 days') is not notice_on))
    or (closed_on is not null and iif(length(closed_on) < 10, true, date(closed_on, '+0 days') is not closed_on))
    or (suspended_on is not null and iif(length(suspended_on) < 10, true, date(suspended_on, '+0 days') is not suspended_on))
    or (interview is not null and iif(length(interview) < 10, true, interview not between '1900' and '2201' or iif(length(interview) = 10, date(interview, '+0 days') is not interview, strftime('%Y-%m-%dT%H:%M', interview, '+0 days') is not interview)))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('considering', 'docs-gathering', 'applied', 'pending', 'interview-scheduled', 'approved', 'denied', 'closed', 'appealing', 'withdrawn', 'not-applicable')) is not true;

CREATE INDEX benefit_against on benefit (coalesce(notice_on, closed_on, decided_on, '9999-12-31')) where voided_at is null and status in ('denied', 'closed');

CREATE TRIGGER benefit_find_insert after insert on benefit
begin
    insert into benefit_fts (rowid, name, agency, worker, reason, own_words)
    select id, name, agency, worker, reason, own_words from benefit where id = new.id;
    update benefit set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER benefit_find_update after update of name, agency, worker, reason, own on benefit
begin
    insert into benefit_fts (benefit_fts, rowid, name, agency, worker, reason, own_words)
    values ('delete', old.id, old.name, old.agency, old.worker, old.reason, old.own_words);
    insert into benefit_fts (rowid, name, agency, worker, reason, own_words)
    select id, name, agency, worker, reason, own_words from benefit where id = new.id;
    update benefit set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER benefit_find_words after update of own_words on benefit
when new.own_words = ''
begin
    insert into benefit_fts (benefit_fts, rowid, name, agency, worker, reason, own_words)
    values ('delete', old.id, old.name, old.agency, old.worker, old.reason, old.own_words);
    update benefit set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'benefit' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into benefit_fts (rowid, name, agency, worker, reason, own_words)
    select id, name, agency, worker, reason, own_words from benefit where id = new.id;
end;

CREATE TRIGGER benefit_find_delete after delete on benefit
begin
    insert into benefit_fts (benefit_fts, rowid, name, agency, worker, reason, own_words)
    values ('delete', old.id, old.name, old.agency, old.worker, old.reason, old.own_words);
end;

CREATE TRIGGER benefit_log_insert after insert on benefit
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'benefit', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'name', name, 'category', category, 'status', status, 'household', household, 'agency', agency, 'worker', worker, 'applied_on', applied_on, 'expedited', expedited, 'interview', interview, 'interviewed_on', interviewed_on, 'decision_due', decision_due, 'decided_on', decided_on, 'effective_on', effective_on, 'certified_to', certified_to, 'amount', amount, 'form_on', form_on, 'renewal_due', renewal_due, 'renewal_sent_on', renewal_sent_on, 'notice_on', notice_on, 'closed_on', closed_on, 'reason', reason, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2, 'suspended_on', suspended_on) from benefit where id = new.id));
end;

CREATE TRIGGER benefit_log_update after update of id, client_id, name, category, status, household, agency, worker, applied_on, expedited, interview, interviewed_on, decision_due, decided_on, effective_on, certified_to, amount, form_on, renewal_due, renewal_sent_on, notice_on, closed_on, reason, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2, suspended_on on benefit
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'benefit', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'name', old.name, 'category', old.category, 'status', old.status, 'household', old.household, 'agency', old.agency, 'worker', old.worker, 'applied_on', old.applied_on, 'expedited', old.expedited, 'interview', old.interview, 'interviewed_on', old.interviewed_on, 'decision_due', old.decision_due, 'decided_on', old.decided_on, 'effective_on', old.effective_on, 'certified_to', old.certified_to, 'amount', old.amount, 'form_on', old.form_on, 'renewal_due', old.renewal_due, 'renewal_sent_on', old.renewal_sent_on, 'notice_on', old.notice_on, 'closed_on', old.closed_on, 'reason', old.reason, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2, 'suspended_on', old.suspended_on),
        (select json_object('id', id, 'client_id', client_id, 'name', name, 'category', category, 'status', status, 'household', household, 'agency', agency, 'worker', worker, 'applied_on', applied_on, 'expedited', expedited, 'interview', interview, 'interviewed_on', interviewed_on, 'decision_due', decision_due, 'decided_on', decided_on, 'effective_on', effective_on, 'certified_to', certified_to, 'amount', amount, 'form_on', form_on, 'renewal_due', renewal_due, 'renewal_sent_on', renewal_sent_on, 'notice_on', notice_on, 'closed_on', closed_on, 'reason', reason, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2, 'suspended_on', suspended_on) from benefit where id = new.id));
end;

CREATE TRIGGER benefit_log_delete before delete on benefit
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'benefit', old.id,
        (select json_object('id', id, 'client_id', client_id, 'name', name, 'category', category, 'status', status, 'household', household, 'agency', agency, 'worker', worker, 'applied_on', applied_on, 'expedited', expedited, 'interview', interview, 'interviewed_on', interviewed_on, 'decision_due', decision_due, 'decided_on', decided_on, 'effective_on', effective_on, 'certified_to', certified_to, 'amount', amount, 'form_on', form_on, 'renewal_due', renewal_due, 'renewal_sent_on', renewal_sent_on, 'notice_on', notice_on, 'closed_on', closed_on, 'reason', reason, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2, 'suspended_on', suspended_on) from benefit where id = old.id),
        null);
end;

CREATE TRIGGER benefit_replaces_none_by_insert before insert on benefit
when not exists (select 1 from operation where open = 1) and (exists (select 1 from benefit where id = new.id)
    or exists (select 1 from benefit where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER benefit_replaces_none_by_update before update on benefit
when not exists (select 1 from operation where open = 1) and (exists (select 1 from benefit where id = new.id and id is not old.id)
    or exists (select 1 from benefit where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE benefit_fts using fts5 (name, agency, worker, reason, own_words,
    content = 'benefit', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- verification

CREATE TABLE verification (
    id integer primary key autoincrement,

    benefit_id integer not null references benefit (id),
    what text not null,
    asked_on text,
    needed_by text,
    received_on text,
    sent_on text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text,
    unique (source, external_id)
) strict;

CREATE INDEX verification_benefit on verification (benefit_id);

CREATE INDEX verification_out on verification (benefit_id) where sent_on is null and voided_at is null;

CREATE INDEX verification_unread on verification (id)
where (asked_on is not null and iif(length(asked_on) < 10, true, date(asked_on, '+0 days') is not asked_on))
    or (needed_by is not null and iif(length(needed_by) < 10, true, date(needed_by, '+0 days') is not needed_by))
    or (received_on is not null and iif(length(received_on) < 10, true, date(received_on, '+0 days') is not received_on))
    or (sent_on is not null and iif(length(sent_on) < 10, true, date(sent_on, '+0 days') is not sent_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE TRIGGER verification_find_insert after insert on verification
begin
    insert into verification_fts (rowid, what, own_words)
    select id, what, own_words from verification where id = new.id;
    update verification set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER verification_find_update after update of what, own on verification
begin
    insert into verification_fts (verification_fts, rowid, what, own_words)
    values ('delete', old.id, old.what, old.own_words);
    insert into verification_fts (rowid, what, own_words)
    select id, what, own_words from verification where id = new.id;
    update verification set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER verification_find_words after update of own_words on verification
when new.own_words = ''
begin
    insert into verification_fts (verification_fts, rowid, what, own_words)
    values ('delete', old.id, old.what, old.own_words);
    update verification set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'verification' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into verification_fts (rowid, what, own_words)
    select id, what, own_words from verification where id = new.id;
end;

CREATE TRIGGER verification_find_delete after delete on verification
begin
    insert into verification_fts (verification_fts, rowid, what, own_words)
    values ('delete', old.id, old.what, old.own_words);
end;

CREATE TRIGGER verification_log_insert after insert on verification
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'verification', new.id,
        null,
        (select json_object('id', id, 'benefit_id', benefit_id, 'what', what, 'asked_on', asked_on, 'needed_by', needed_by, 'received_on', received_on, 'sent_on', sent_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from verification where id = new.id));
end;

CREATE TRIGGER verification_log_update after update of id, benefit_id, what, asked_on, needed_by, received_on, sent_on, own, external_id, source, created_at, updated_at, voided_at, void_reason on verification
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'verification', new.id,
        json_object('id', old.id, 'benefit_id', old.benefit_id, 'what', old.what, 'asked_on', old.asked_on, 'needed_by', old.needed_by, 'received_on', old.received_on, 'sent_on', old.sent_on, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason),
        (select json_object('id', id, 'benefit_id', benefit_id, 'what', what, 'asked_on', asked_on, 'needed_by', needed_by, 'received_on', received_on, 'sent_on', sent_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from verification where id = new.id));
end;

CREATE TRIGGER verification_log_delete before delete on verification
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'verification', old.id,
        (select json_object('id', id, 'benefit_id', benefit_id, 'what', what, 'asked_on', asked_on, 'needed_by', needed_by, 'received_on', received_on, 'sent_on', sent_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from verification where id = old.id),
        null);
end;

CREATE TRIGGER verification_replaces_none_by_insert before insert on verification
when not exists (select 1 from operation where open = 1) and (exists (select 1 from verification where id = new.id)
    or exists (select 1 from verification where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER verification_replaces_none_by_update before update on verification
when not exists (select 1 from operation where open = 1) and (exists (select 1 from verification where id = new.id and id is not old.id)
    or exists (select 1 from verification where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE verification_fts using fts5 (what, own_words,
    content = 'verification', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- appeal

CREATE TABLE appeal (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    benefit_id integer references benefit (id),
    authorization_id integer references authorization (id),
    level text not null check (level in ('reconsideration', 'fair-hearing', 'alj', 'appeals-council', 'plan-internal',
        'external', 'redetermination', 'court')),
    action text not null default 'denial' check (action in ('denial', 'closing', 'cut', 'overpayment')),
    status text not null default 'to-file' check (status in ('to-file', 'filed', 'decided', 'not-filed')),
    notice_on text,
    received_on text,
    effective_on text,
    deadline text,
    aid_by text,
    aid_continuing text check (aid_continuing in ('asked', 'yes', 'no')),
    filed_on text,
    represented_by text,
    hearing_on text,
    heard_on text,
    decision_due text,
    decided_on text,
    decision text check (decision in ('upheld', 'reversed', 'partly', 'dismissed', 'withdrawn')),
    reason text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict;

CREATE INDEX appeal_client on appeal (client_id);

CREATE INDEX appeal_benefit on appeal (benefit_id) where benefit_id is not null;

CREATE INDEX appeal_authorization on appeal (authorization_id) where authorization_id is not null;

CREATE INDEX appeal_open on appeal (client_id, notice_on)
where status in ('to-file', 'filed') and voided_at is null;

CREATE INDEX appeal_unread on appeal (id)
where (notice_on is not null and iif(length(notice_on) < 10, true, date(notice_on, '+0 days') is not notice_on))
    or (received_on is not null and iif(length(received_on) < 10, true, date(received_on, '+0 days') is not received_on))
    or (effective_on is not null and iif(length(effective_on) < 10, true, date(effective_on, '+0 days') is not effective_on))
    or (deadline is not null and iif(length(deadline) < 10, true, date(deadline, '+0 days') is not deadline))
    or (aid_by is not null and iif(length(aid_by) < 10, true, date(aid_by, '+0 days') is not aid_by))
    or (filed_on is not null and iif(length(filed_on) < 10, true, date(filed_on, '+0 days') is not filed_on))
    or (heard_on is not null and iif(length(heard_on) < 10, true, date(heard_on, '+0 days') is not heard_on))
    or (decision_due is not null and iif(length(decision_due) < 10, true, date(decision_due, '+0 days') is not decision_due))
    or (decided_on is not null and iif(length(decided_on) < 10, true, date(decided_on, '+0 days') is not decided_on))
    or (hearing_on is not null and iif(length(hearing_on) < 10, true, hearing_on not between '1900' and '2201' or iif(length(hearing_on) = 10, date(hearing_on, '+0 days') is not hearing_on, strftime('%Y-%m-%dT%H:%M', hearing_on, '+0 days') is not hearing_on)))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('to-file', 'filed', 'decided', 'not-filed')) is not true;

CREATE INDEX appeal_guarded on appeal (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER appeal_find_insert after insert on appeal
begin
    insert into appeal_fts (rowid, reason, represented_by, own_words)
    select id, reason, represented_by, own_words from appeal where id = new.id;
    update appeal set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER appeal_find_update after update of reason, represented_by, own on appeal
begin
    insert into appeal_fts (appeal_fts, rowid, reason, represented_by, own_words)
    values ('delete', old.id, old.reason, old.represented_by, old.own_words);
    insert into appeal_fts (rowid, reason, represented_by, own_words)
    select id, reason, represented_by, own_words from appeal where id = new.id;
    update appeal set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER appeal_find_words after update of own_words on appeal
when new.own_words = ''
begin
    insert into appeal_fts (appeal_fts, rowid, reason, represented_by, own_words)
    values ('delete', old.id, old.reason, old.represented_by, old.own_words);
    update appeal set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'appeal' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into appeal_fts (rowid, reason, represented_by, own_words)
    select id, reason, represented_by, own_words from appeal where id = new.id;
end;

CREATE TRIGGER appeal_find_delete after delete on appeal
begin
    insert into appeal_fts (appeal_fts, rowid, reason, represented_by, own_words)
    values ('delete', old.id, old.reason, old.represented_by, old.own_words);
end;

CREATE TRIGGER appeal_log_insert after insert on appeal
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'appeal', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'benefit_id', benefit_id, 'authorization_id', authorization_id, 'level', level, 'action', action, 'status', status, 'notice_on', notice_on, 'received_on', received_on, 'effective_on', effective_on, 'deadline', deadline, 'aid_by', aid_by, 'aid_continuing', aid_continuing, 'filed_on', filed_on, 'represented_by', represented_by, 'hearing_on', hearing_on, 'heard_on', heard_on, 'decision_due', decision_due, 'decided_on', decided_on, 'decision', decision, 'reason', reason, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from appeal where id = new.id));
end;

CREATE TRIGGER appeal_log_update after update of id, client_id, benefit_id, authorization_id, level, action, status, notice_on, received_on, effective_on, deadline, aid_by, aid_continuing, filed_on, represented_by, hearing_on, heard_on, decision_due, decided_on, decision, reason, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2 on appeal
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'appeal', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'benefit_id', old.benefit_id, 'authorization_id', old.authorization_id, 'level', old.level, 'action', old.action, 'status', old.status, 'notice_on', old.notice_on, 'received_on', old.received_on, 'effective_on', old.effective_on, 'deadline', old.deadline, 'aid_by', old.aid_by, 'aid_continuing', old.aid_continuing, 'filed_on', old.filed_on, 'represented_by', old.represented_by, 'hearing_on', old.hearing_on, 'heard_on', old.heard_on, 'decision_due', old.decision_due, 'decided_on', old.decided_on, 'decision', old.decision, 'reason', old.reason, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'benefit_id', benefit_id, 'authorization_id', authorization_id, 'level', level, 'action', action, 'status', status, 'notice_on', notice_on, 'received_on', received_on, 'effective_on', effective_on, 'deadline', deadline, 'aid_by', aid_by, 'aid_continuing', aid_continuing, 'filed_on', filed_on, 'represented_by', represented_by, 'hearing_on', hearing_on, 'heard_on', heard_on, 'decision_due', decision_due, 'decided_on', decided_on, 'decision', decision, 'reason', reason, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from appeal where id = new.id));
end;

CREATE TRIGGER appeal_log_delete before delete on appeal
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'appeal', old.id,
        (select json_object('id', id, 'client_id', client_id, 'benefit_id', benefit_id, 'authorization_id', authorization_id, 'level', level, 'action', action, 'status', status, 'notice_on', notice_on, 'received_on', received_on, 'effective_on', effective_on, 'deadline', deadline, 'aid_by', aid_by, 'aid_continuing', aid_continuing, 'filed_on', filed_on, 'represented_by', represented_by, 'hearing_on', hearing_on, 'heard_on', heard_on, 'decision_due', decision_due, 'decided_on', decided_on, 'decision', decision, 'reason', reason, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from appeal where id = old.id),
        null);
end;

CREATE TRIGGER appeal_replaces_none_by_insert before insert on appeal
when not exists (select 1 from operation where open = 1) and (exists (select 1 from appeal where id = new.id)
    or exists (select 1 from appeal where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER appeal_replaces_none_by_update before update on appeal
when not exists (select 1 from operation where open = 1) and (exists (select 1 from appeal where id = new.id and id is not old.id)
    or exists (select 1 from appeal where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE appeal_fts using fts5 (reason, represented_by, own_words,
    content = 'appeal', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- stay

CREATE TABLE stay (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    setting text not null check (setting in ('home', 'assisted-living', 'nursing-home', 'hospital', 'psychiatric', 'treatment', 'jail-prison',
        'shelter', 'unsheltered', 'transitional', 'foster', 'family-friends', 'other', 'unknown')),
    place text,
    from_on text,
    expected_on text,
    certainty text check (certainty in ('firm', 'estimated', 'unknown')),
    met_by text,
    left_on text,
    goes_to text check (goes_to in ('home', 'assisted-living', 'nursing-home', 'hospital', 'psychiatric', 'treatment', 'jail-prison',
        'shelter', 'unsheltered', 'transitional', 'foster', 'family-friends', 'other', 'unknown')),
    destination text,
    followed_up_on text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict;

CREATE INDEX stay_client on stay (client_id);

CREATE INDEX stay_open on stay (expected_on) where left_on is null and voided_at is null;

CREATE INDEX stay_left on stay (left_on) where left_on is not null and voided_at is null;

CREATE INDEX stay_unread on stay (id)
where (from_on is not null and iif(length(from_on) < 10, true, date(from_on, '+0 days') is not from_on))
    or (expected_on is not null and iif(length(expected_on) < 10, true, date(expected_on, '+0 days') is not expected_on))
    or (left_on is not null and iif(length(left_on) < 10, true, date(left_on, '+0 days') is not left_on))
    or (followed_up_on is not null and iif(length(followed_up_on) < 10, true, date(followed_up_on, '+0 days') is not followed_up_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE INDEX stay_guarded on stay (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER stay_find_insert after insert on stay
begin
    insert into stay_fts (rowid, place, met_by, destination, own_words)
    select id, place, met_by, destination, own_words from stay where id = new.id;
    update stay set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER stay_find_update after update of place, met_by, destination, own on stay
begin
    insert into stay_fts (stay_fts, rowid, place, met_by, destination, own_words)
    values ('delete', old.id, old.place, old.met_by, old.destination, old.own_words);
    insert into stay_fts (rowid, place, met_by, destination, own_words)
    select id, place, met_by, destination, own_words from stay where id = new.id;
    update stay set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER stay_find_words after update of own_words on stay
when new.own_words = ''
begin
    insert into stay_fts (stay_fts, rowid, place, met_by, destination, own_words)
    values ('delete', old.id, old.place, old.met_by, old.destination, old.own_words);
    update stay set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'stay' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into stay_fts (rowid, place, met_by, destination, own_words)
    select id, place, met_by, destination, own_words from stay where id = new.id;
end;

CREATE TRIGGER stay_find_delete after delete on stay
begin
    insert into stay_fts (stay_fts, rowid, place, met_by, destination, own_words)
    values ('delete', old.id, old.place, old.met_by, old.destination, old.own_words);
end;

CREATE TRIGGER stay_log_insert after insert on stay
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'stay', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'setting', setting, 'place', place, 'from_on', from_on, 'expected_on', expected_on, 'certainty', certainty, 'met_by', met_by, 'left_on', left_on, 'goes_to', goes_to, 'destination', destination, 'followed_up_on', followed_up_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from stay where id = new.id));
end;

CREATE TRIGGER stay_log_update after update of id, client_id, setting, place, from_on, expected_on, certainty, met_by, left_on, goes_to, destination, followed_up_on, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2 on stay
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'stay', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'setting', old.setting, 'place', old.place, 'from_on', old.from_on, 'expected_on', old.expected_on, 'certainty', old.certainty, 'met_by', old.met_by, 'left_on', old.left_on, 'goes_to', old.goes_to, 'destination', old.destination, 'followed_up_on', old.followed_up_on, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'setting', setting, 'place', place, 'from_on', from_on, 'expected_on', expected_on, 'certainty', certainty, 'met_by', met_by, 'left_on', left_on, 'goes_to', goes_to, 'destination', destination, 'followed_up_on', followed_up_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from stay where id = new.id));
end;

CREATE TRIGGER stay_log_delete before delete on stay
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'stay', old.id,
        (select json_object('id', id, 'client_id', client_id, 'setting', setting, 'place', place, 'from_on', from_on, 'expected_on', expected_on, 'certainty', certainty, 'met_by', met_by, 'left_on', left_on, 'goes_to', goes_to, 'destination', destination, 'followed_up_on', followed_up_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from stay where id = old.id),
        null);
end;

CREATE TRIGGER stay_replaces_none_by_insert before insert on stay
when not exists (select 1 from operation where open = 1) and (exists (select 1 from stay where id = new.id)
    or exists (select 1 from stay where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER stay_replaces_none_by_update before update on stay
when not exists (select 1 from operation where open = 1) and (exists (select 1 from stay where id = new.id and id is not old.id)
    or exists (select 1 from stay where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE stay_fts using fts5 (place, met_by, destination, own_words,
    content = 'stay', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- program

CREATE TABLE program (
    id integer primary key autoincrement,

    name text not null,
    description text,
    requirements text,
    capacity integer,
    waitlist text not null default 'date' check (waitlist in ('date', 'acuity', 'release', 'due')),
    absences integer,
    hours real,
    place text,
    provider_id integer references provider (id),
    starts_on text,
    ends_on text,
    sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')),
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text,
    unique (source, external_id)
) strict;

CREATE INDEX program_provider on program (provider_id) where provider_id is not null;

CREATE INDEX program_unread on program (id)
where (starts_on is not null and iif(length(starts_on) < 10, true, date(starts_on, '+0 days') is not starts_on))
    or (ends_on is not null and iif(length(ends_on) < 10, true, date(ends_on, '+0 days') is not ends_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE TRIGGER program_find_insert after insert on program
begin
    insert into program_fts (rowid, name, description, place, own_words)
    select id, name, description, place, own_words from program where id = new.id;
    update program set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER program_find_update after update of name, description, place, own on program
begin
    insert into program_fts (program_fts, rowid, name, description, place, own_words)
    values ('delete', old.id, old.name, old.description, old.place, old.own_words);
    insert into program_fts (rowid, name, description, place, own_words)
    select id, name, description, place, own_words from program where id = new.id;
    update program set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER program_find_words after update of own_words on program
when new.own_words = ''
begin
    insert into program_fts (program_fts, rowid, name, description, place, own_words)
    values ('delete', old.id, old.name, old.description, old.place, old.own_words);
    update program set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'program' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into program_fts (rowid, name, description, place, own_words)
    select id, name, description, place, own_words from program where id = new.id;
end;

CREATE TRIGGER program_find_delete after delete on program
begin
    insert into program_fts (program_fts, rowid, name, description, place, own_words)
    values ('delete', old.id, old.name, old.description, old.place, old.own_words);
end;

CREATE TRIGGER program_log_insert after insert on program
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'program', new.id,
        null,
        (select json_object('id', id, 'name', name, 'description', description, 'requirements', requirements, 'capacity', capacity, 'waitlist', waitlist, 'absences', absences, 'hours', hours, 'place', place, 'provider_id', provider_id, 'starts_on', starts_on, 'ends_on', ends_on, 'sensitivity', sensitivity, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from program where id = new.id));
end;

CREATE TRIGGER program_log_update after update of id, name, description, requirements, capacity, waitlist, absences, hours, place, provider_id, starts_on, ends_on, sensitivity, own, external_id, source, created_at, updated_at, voided_at, void_reason on program
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'program', new.id,
        json_object('id', old.id, 'name', old.name, 'description', old.description, 'requirements', old.requirements, 'capacity', old.capacity, 'waitlist', old.waitlist, 'absences', old.absences, 'hours', old.hours, 'place', old.place, 'provider_id', old.provider_id, 'starts_on', old.starts_on, 'ends_on', old.ends_on, 'sensitivity', old.sensitivity, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason),
        (select json_object('id', id, 'name', name, 'description', description, 'requirements', requirements, 'capacity', capacity, 'waitlist', waitlist, 'absences', absences, 'hours', hours, 'place', place, 'provider_id', provider_id, 'starts_on', starts_on, 'ends_on', ends_on, 'sensitivity', sensitivity, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from program where id = new.id));
end;

CREATE TRIGGER program_log_delete before delete on program
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'program', old.id,
        (select json_object('id', id, 'name', name, 'description', description, 'requirements', requirements, 'capacity', capacity, 'waitlist', waitlist, 'absences', absences, 'hours', hours, 'place', place, 'provider_id', provider_id, 'starts_on', starts_on, 'ends_on', ends_on, 'sensitivity', sensitivity, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from program where id = old.id),
        null);
end;

CREATE TRIGGER program_replaces_none_by_insert before insert on program
when not exists (select 1 from operation where open = 1) and (exists (select 1 from program where id = new.id)
    or exists (select 1 from program where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER program_replaces_none_by_update before update on program
when not exists (select 1 from operation where open = 1) and (exists (select 1 from program where id = new.id and id is not old.id)
    or exists (select 1 from program where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE program_fts using fts5 (name, description, place, own_words,
    content = 'program', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- enrollment

CREATE TABLE enrollment (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    program_id integer not null references program (id),
    status text not null default 'enrolled' check (status in ('enrolled', 'not-enrolled',
        'not-enrolled-on-waitlist', 'completed', 'withdrawn', 'expelled')),
    phase text,
    phase_on text,
    waitlisted_on text,
    started_on text,
    due text,
    ordered_by text,
    ended_on text,
    reason text,
    waived text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict;

CREATE INDEX enrollment_client on enrollment (client_id);

CREATE INDEX enrollment_program on enrollment (program_id);

CREATE INDEX enrollment_open on enrollment (client_id, due)
where status in ('enrolled', 'not-enrolled-on-waitlist') and voided_at is null;

CREATE INDEX enrollment_listed on enrollment (program_id, status)
where status in ('enrolled', 'not-enrolled-on-waitlist') and voided_at is null;

CREATE INDEX enrollment_unread on enrollment (id)
where (phase_on is not null and iif(length(phase_on) < 10, true, date(phase_on, '+0 days') is not phase_on))
    or (waitlisted_on is not null and iif(length(waitlisted_on) < 10, true, date(waitlisted_on, '+0 days') is not waitlisted_on))
    or (started_on is not null and iif(length(started_on) < 10, true, date(started_on, '+0 days') is not started_on))
    or (due is not null and iif(length(due) < 10, true, date(due, '+0 days') is not due))
    or (ended_on is not null and iif(length(ended_on) < 10, true, date(ended_on, '+0 days') is not ended_on))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('enrolled', 'not-enrolled', 'not-enrolled-on-waitlist', 'completed', 'withdrawn', 'expelled')) is not true;

CREATE INDEX enrollment_guarded on enrollment (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER enrollment_find_insert after insert on enrollment
begin
    insert into enrollment_fts (rowid, phase, ordered_by, reason, waived, own_words)
    select id, phase, ordered_by, reason, waived, own_words from enrollment where id = new.id;
    update enrollment set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER enrollment_find_update after update of phase, ordered_by, reason, waived, own on enrollment
begin
    insert into enrollment_fts (enrollment_fts, rowid, phase, ordered_by, reason, waived, own_words)
    values ('delete', old.id, old.phase, old.ordered_by, old.reason, old.waived, old.own_words);
    insert into enrollment_fts (rowid, phase, ordered_by, reason, waived, own_words)
    select id, phase, ordered_by, reason, waived, own_words from enrollment where id = new.id;
    update enrollment set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER enrollment_find_words after update of own_words on enrollment
when new.own_words = ''
begin
    insert into enrollment_fts (enrollment_fts, rowid, phase, ordered_by, reason, waived, own_words)
    values ('delete', old.id, old.phase, old.ordered_by, old.reason, old.waived, old.own_words);
    update enrollment set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'enrollment' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into enrollment_fts (rowid, phase, ordered_by, reason, waived, own_words)
    select id, phase, ordered_by, reason, waived, own_words from enrollment where id = new.id;
end;

CREATE TRIGGER enrollment_find_delete after delete on enrollment
begin
    insert into enrollment_fts (enrollment_fts, rowid, phase, ordered_by, reason, waived, own_words)
    values ('delete', old.id, old.phase, old.ordered_by, old.reason, old.waived, old.own_words);
end;

CREATE TRIGGER enrollment_log_insert after insert on enrollment
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'enrollment', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'program_id', program_id, 'status', status, 'phase', phase, 'phase_on', phase_on, 'waitlisted_on', waitlisted_on, 'started_on', started_on, 'due', due, 'ordered_by', ordered_by, 'ended_on', ended_on, 'reason', reason, 'waived', waived, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from enrollment where id = new.id));
end;

CREATE TRIGGER enrollment_log_update after update of id, client_id, program_id, status, phase, phase_on, waitlisted_on, started_on, due, ordered_by, ended_on, reason, waived, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2 on enrollment
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'enrollment', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'program_id', old.program_id, 'status', old.status, 'phase', old.phase, 'phase_on', old.phase_on, 'waitlisted_on', old.waitlisted_on, 'started_on', old.started_on, 'due', old.due, 'ordered_by', old.ordered_by, 'ended_on', old.ended_on, 'reason', old.reason, 'waived', old.waived, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'program_id', program_id, 'status', status, 'phase', phase, 'phase_on', phase_on, 'waitlisted_on', waitlisted_on, 'started_on', started_on, 'due', due, 'ordered_by', ordered_by, 'ended_on', ended_on, 'reason', reason, 'waived', waived, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from enrollment where id = new.id));
end;

CREATE TRIGGER enrollment_log_delete before delete on enrollment
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'enrollment', old.id,
        (select json_object('id', id, 'client_id', client_id, 'program_id', program_id, 'status', status, 'phase', phase, 'phase_on', phase_on, 'waitlisted_on', waitlisted_on, 'started_on', started_on, 'due', due, 'ordered_by', ordered_by, 'ended_on', ended_on, 'reason', reason, 'waived', waived, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from enrollment where id = old.id),
        null);
end;

CREATE TRIGGER enrollment_replaces_none_by_insert before insert on enrollment
when not exists (select 1 from operation where open = 1) and (exists (select 1 from enrollment where id = new.id)
    or exists (select 1 from enrollment where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER enrollment_replaces_none_by_update before update on enrollment
when not exists (select 1 from operation where open = 1) and (exists (select 1 from enrollment where id = new.id and id is not old.id)
    or exists (select 1 from enrollment where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE enrollment_fts using fts5 (phase, ordered_by, reason, waived, own_words,
    content = 'enrollment', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- meeting

CREATE TABLE meeting (
    id integer primary key autoincrement,

    program_id integer not null references program (id),
    held text not null,
    topic text,
    hours real,
    place text,
    status text not null default 'planned' check (status in ('planned', 'held', 'cancelled')),
    reason text,
    every text,
    series_id integer references meeting (id),
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text,
    unique (source, external_id)
) strict;

CREATE INDEX meeting_program on meeting (program_id, held);

CREATE INDEX meeting_series on meeting (series_id) where series_id is not null;

CREATE INDEX meeting_planned on meeting (held) where status in ('planned') and voided_at is null;

CREATE INDEX meeting_unread on meeting (id)
where (held is not null and iif(length(held) < 10, true, held not between '1900' and '2201' or iif(length(held) = 10, date(held, '+0 days') is not held, strftime('%Y-%m-%dT%H:%M', held, '+0 days') is not held)))
    or held is null
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('planned', 'held', 'cancelled')) is not true;

CREATE TRIGGER meeting_find_insert after insert on meeting
begin
    insert into meeting_fts (rowid, topic, place, reason, own_words)
    select id, topic, place, reason, own_words from meeting where id = new.id;
    update meeting set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER meeting_find_update after update of topic, place, reason, own on meeting
begin
    insert into meeting_fts (meeting_fts, rowid, topic, place, reason, own_words)
    values ('delete', old.id, old.topic, old.place, old.reason, old.own_words);
    insert into meeting_fts (rowid, topic, place, reason, own_words)
    select id, topic, place, reason, own_words from meeting where id = new.id;
    update meeting set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER meeting_find_words after update of own_words on meeting
when new.own_words = ''
begin
    insert into meeting_fts (meeting_fts, rowid, topic, place, reason, own_words)
    values ('delete', old.id, old.topic, old.place, old.reason, old.own_words);
    update meeting set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'meeting' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into meeting_fts (rowid, topic, place, reason, own_words)
    select id, topic, place, reason, own_words from meeting where id = new.id;
end;

CREATE TRIGGER meeting_find_delete after delete on meeting
begin
    insert into meeting_fts (meeting_fts, rowid, topic, place, reason, own_words)
    values ('delete', old.id, old.topic, old.place, old.reason, old.own_words);
end;

CREATE TRIGGER meeting_log_insert after insert on meeting
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'meeting', new.id,
        null,
        (select json_object('id', id, 'program_id', program_id, 'held', held, 'topic', topic, 'hours', hours, 'place', place, 'status', status, 'reason', reason, 'every', every, 'series_id', series_id, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from meeting where id = new.id));
end;

CREATE TRIGGER meeting_log_update after update of id, program_id, held, topic, hours, place, status, reason, every, series_id, own, external_id, source, created_at, updated_at, voided_at, void_reason on meeting
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'meeting', new.id,
        json_object('id', old.id, 'program_id', old.program_id, 'held', old.held, 'topic', old.topic, 'hours', old.hours, 'place', old.place, 'status', old.status, 'reason', old.reason, 'every', old.every, 'series_id', old.series_id, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason),
        (select json_object('id', id, 'program_id', program_id, 'held', held, 'topic', topic, 'hours', hours, 'place', place, 'status', status, 'reason', reason, 'every', every, 'series_id', series_id, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from meeting where id = new.id));
end;

CREATE TRIGGER meeting_log_delete before delete on meeting
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'meeting', old.id,
        (select json_object('id', id, 'program_id', program_id, 'held', held, 'topic', topic, 'hours', hours, 'place', place, 'status', status, 'reason', reason, 'every', every, 'series_id', series_id, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from meeting where id = old.id),
        null);
end;

CREATE TRIGGER meeting_replaces_none_by_insert before insert on meeting
when not exists (select 1 from operation where open = 1) and (exists (select 1 from meeting where id = new.id)
    or exists (select 1 from meeting where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER meeting_replaces_none_by_update before update on meeting
when not exists (select 1 from operation where open = 1) and (exists (select 1 from meeting where id = new.id and id is not old.id)
    or exists (select 1 from meeting where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE meeting_fts using fts5 (topic, place, reason, own_words,
    content = 'meeting', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- attendance

CREATE TABLE attendance (
    id integer primary key autoincrement,

    enrollment_id integer not null references enrollment (id),
    meeting_id integer not null references meeting (id),
    attended text not null default 'yes' check (attended in ('yes', 'late', 'no')),
    minutes_late integer,
    excused integer not null default 0 check (excused in (0, 1)),
    reason text,
    makeup_of_id integer references attendance (id),
    hours_credited real,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text,
    unique (source, external_id)
) strict;

CREATE INDEX attendance_enrollment on attendance (enrollment_id);

CREATE INDEX attendance_meeting on attendance (meeting_id);

CREATE INDEX attendance_makeup on attendance (makeup_of_id) where makeup_of_id is not null;

CREATE INDEX attendance_unread on attendance (id)
where (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE TRIGGER attendance_find_insert after insert on attendance
begin
    insert into attendance_fts (rowid, reason, own_words)
    select id, reason, own_words from attendance where id = new.id;
    update attendance set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER attendance_find_update after update of reason, own on attendance
begin
    insert into attendance_fts (attendance_fts, rowid, reason, own_words)
    values ('delete', old.id, old.reason, old.own_words);
    insert into attendance_fts (rowid, reason, own_words)
    select id, reason, own_words from attendance where id = new.id;
    update attendance set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER attendance_find_words after update of own_words on attendance
when new.own_words = ''
begin
    insert into attendance_fts (attendance_fts, rowid, reason, own_words)
    values ('delete', old.id, old.reason, old.own_words);
    update attendance set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'attendance' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into attendance_fts (rowid, reason, own_words)
    select id, reason, own_words from attendance where id = new.id;
end;

CREATE TRIGGER attendance_find_delete after delete on attendance
begin
    insert into attendance_fts (attendance_fts, rowid, reason, own_words)
    values ('delete', old.id, old.reason, old.own_words);
end;

CREATE TRIGGER attendance_log_insert after insert on attendance
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'attendance', new.id,
        null,
        (select json_object('id', id, 'enrollment_id', enrollment_id, 'meeting_id', meeting_id, 'attended', attended, 'minutes_late', minutes_late, 'excused', excused, 'reason', reason, 'makeup_of_id', makeup_of_id, 'hours_credited', hours_credited, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from attendance where id = new.id));
end;

CREATE TRIGGER attendance_log_update after update of id, enrollment_id, meeting_id, attended, minutes_late, excused, reason, makeup_of_id, hours_credited, own, external_id, source, created_at, updated_at, voided_at, void_reason on attendance
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'attendance', new.id,
        json_object('id', old.id, 'enrollment_id', old.enrollment_id, 'meeting_id', old.meeting_id, 'attended', old.attended, 'minutes_late', old.minutes_late, 'excused', old.excused, 'reason', old.reason, 'makeup_of_id', old.makeup_of_id, 'hours_credited', old.hours_credited, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason),
        (select json_object('id', id, 'enrollment_id', enrollment_id, 'meeting_id', meeting_id, 'attended', attended, 'minutes_late', minutes_late, 'excused', excused, 'reason', reason, 'makeup_of_id', makeup_of_id, 'hours_credited', hours_credited, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from attendance where id = new.id));
end;

CREATE TRIGGER attendance_log_delete before delete on attendance
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'attendance', old.id,
        (select json_object('id', id, 'enrollment_id', enrollment_id, 'meeting_id', meeting_id, 'attended', attended, 'minutes_late', minutes_late, 'excused', excused, 'reason', reason, 'makeup_of_id', makeup_of_id, 'hours_credited', hours_credited, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from attendance where id = old.id),
        null);
end;

CREATE TRIGGER attendance_replaces_none_by_insert before insert on attendance
when not exists (select 1 from operation where open = 1) and (exists (select 1 from attendance where id = new.id)
    or exists (select 1 from attendance where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER attendance_replaces_none_by_update before update on attendance
when not exists (select 1 from operation where open = 1) and (exists (select 1 from attendance where id = new.id and id is not old.id)
    or exists (select 1 from attendance where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE attendance_fts using fts5 (reason, own_words,
    content = 'attendance', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- task

CREATE TABLE task (
    id integer primary key autoincrement,
    client_id integer references client (id),
    title text not null,
    due text,
    priority text not null default 'routine' check (priority in ('routine', 'urgent', 'asap', 'stat')),
    status text not null default 'ready' check (status in ('ready', 'in-progress', 'on-hold', 'completed', 'cancelled',
        'failed')),
    completed_on text,
    goal_id integer references goal (id),
    responsible text not null default 'me' check (responsible in ('me', 'client', 'family', 'provider')),
    every text,
    after text,
    anchor_on text,
    waiting_on text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'), own_words text, referral_id integer references referral (id), sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')), benefit_id integer references benefit (id),
    unique (source, external_id)
) strict
;

CREATE INDEX task_open on task (due) where status in ('ready', 'in-progress', 'on-hold') and voided_at is null;

CREATE INDEX task_client on task (client_id, due);

CREATE INDEX task_goal on task (goal_id) where goal_id is not null;

CREATE INDEX task_of_client on task (client_id, due)
where status in ('ready', 'in-progress', 'on-hold') and voided_at is null
;

CREATE INDEX task_stat on task (due)
where priority = 'stat' and status in ('ready', 'in-progress', 'on-hold') and voided_at is null;

CREATE INDEX task_unread on task (id)
where (completed_on is not null and iif(length(completed_on) < 10, true, date(completed_on, '+0 days') is not completed_on))
    or (anchor_on is not null and iif(length(anchor_on) < 10, true, date(anchor_on, '+0 days') is not anchor_on))
    or (due is not null and iif(length(due) < 10, true, due not between '1900' and '2201' or iif(length(due) = 10, date(due, '+0 days') is not due, strftime('%Y-%m-%dT%H:%M', due, '+0 days') is not due)))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('ready', 'in-progress', 'on-hold', 'completed', 'cancelled', 'failed')) is not true;

CREATE INDEX task_referral on task (referral_id) where referral_id is not null;

CREATE INDEX task_guarded on task (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE INDEX task_benefit on task (benefit_id) where benefit_id is not null;

CREATE TRIGGER task_find_insert after insert on task
begin
    insert into task_fts (rowid, title, waiting_on, own_words)
    select id, title, waiting_on, own_words from task where id = new.id;
    update task set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER task_find_update after update of title, waiting_on, own on task
begin
    insert into task_fts (task_fts, rowid, title, waiting_on, own_words)
    values ('delete', old.id, old.title, old.waiting_on, old.own_words);
    insert into task_fts (rowid, title, waiting_on, own_words)
    select id, title, waiting_on, own_words from task where id = new.id;
    update task set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER task_find_words after update of own_words on task
when new.own_words = ''
begin
    insert into task_fts (task_fts, rowid, title, waiting_on, own_words)
    values ('delete', old.id, old.title, old.waiting_on, old.own_words);
    update task set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'task' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into task_fts (rowid, title, waiting_on, own_words)
    select id, title, waiting_on, own_words from task where id = new.id;
end;

CREATE TRIGGER task_find_delete after delete on task
begin
    insert into task_fts (task_fts, rowid, title, waiting_on, own_words)
    values ('delete', old.id, old.title, old.waiting_on, old.own_words);
end;

CREATE TRIGGER task_log_insert after insert on task
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'task', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'title', title, 'due', due, 'priority', priority, 'status', status, 'completed_on', completed_on, 'goal_id', goal_id, 'responsible', responsible, 'every', every, 'after', after, 'anchor_on', anchor_on, 'waiting_on', waiting_on, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'referral_id', referral_id, 'sensitivity', sensitivity, 'part2', part2, 'benefit_id', benefit_id) from task where id = new.id));
end;

CREATE TRIGGER task_log_update after update of id, client_id, title, due, priority, status, completed_on, goal_id, responsible, every, after, anchor_on, waiting_on, external_id, source, created_at, updated_at, voided_at, void_reason, own, referral_id, sensitivity, part2, benefit_id on task
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'task', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'title', old.title, 'due', old.due, 'priority', old.priority, 'status', old.status, 'completed_on', old.completed_on, 'goal_id', old.goal_id, 'responsible', old.responsible, 'every', old.every, 'after', old.after, 'anchor_on', old.anchor_on, 'waiting_on', old.waiting_on, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'own', old.own, 'referral_id', old.referral_id, 'sensitivity', old.sensitivity, 'part2', old.part2, 'benefit_id', old.benefit_id),
        (select json_object('id', id, 'client_id', client_id, 'title', title, 'due', due, 'priority', priority, 'status', status, 'completed_on', completed_on, 'goal_id', goal_id, 'responsible', responsible, 'every', every, 'after', after, 'anchor_on', anchor_on, 'waiting_on', waiting_on, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'referral_id', referral_id, 'sensitivity', sensitivity, 'part2', part2, 'benefit_id', benefit_id) from task where id = new.id));
end;

CREATE TRIGGER task_log_delete before delete on task
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'task', old.id,
        (select json_object('id', id, 'client_id', client_id, 'title', title, 'due', due, 'priority', priority, 'status', status, 'completed_on', completed_on, 'goal_id', goal_id, 'responsible', responsible, 'every', every, 'after', after, 'anchor_on', anchor_on, 'waiting_on', waiting_on, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'referral_id', referral_id, 'sensitivity', sensitivity, 'part2', part2, 'benefit_id', benefit_id) from task where id = old.id),
        null);
end;

CREATE TRIGGER task_replaces_none_by_insert before insert on task
when not exists (select 1 from operation where open = 1) and (exists (select 1 from task where id = new.id)
    or exists (select 1 from task where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER task_replaces_none_by_update before update on task
when not exists (select 1 from operation where open = 1) and (exists (select 1 from task where id = new.id and id is not old.id)
    or exists (select 1 from task where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE task_fts using fts5 (title, waiting_on, own_words,
    content = 'task', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- appointment

CREATE TABLE "appointment" (
    id integer primary key autoincrement,
    client_id integer references client (id),
    title text not null,
    starts text not null,
    minutes integer check (minutes >= 0),
    place text,
    mode text,
    kind text,
    status text not null default 'booked' check (status in ('proposed', 'pending', 'booked', 'arrived', 'fulfilled',
        'cancelled', 'noshow', 'entered-in-error', 'checked-in', 'waitlist')),
    cancel_reason text check (cancel_reason in ('pat', 'pat-crs', 'pat-cpp', 'pat-dec', 'pat-fb', 'pat-lt', 'pat-mt',
        'pat-mv', 'pat-preg', 'pat-swl', 'pat-ucp', 'prov', 'prov-pers', 'prov-dch', 'prov-edu', 'prov-hosp',
        'prov-labs', 'prov-mri', 'prov-onc', 'maint', 'meds-inc', 'other', 'oth-cms', 'oth-err', 'oth-fin', 'oth-iv',
        'oth-int', 'oth-mu', 'oth-room', 'oth-oerr', 'oth-swie', 'oth-weath')),
    prepare text,
    bring text,
    accommodations text,
    transport text,
    series_id integer references appointment (id),
    every text,
    slot text,
    superseded_by_id integer references appointment (id),
    outcome text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'), own_words text, theirs integer not null default 0 check (theirs in (0, 1)), sequence integer, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')), with_whom text, interpreter integer not null default 0 check (interpreter in (0, 1)), wheelchair integer not null default 0 check (wheelchair in (0, 1)), ride integer not null default 0 check (ride in (0, 1)), reminded_on text, reminded_by text,
    unique (source, external_id)
) strict
;

CREATE INDEX appointment_open on appointment (starts)
where status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist') and voided_at is null
;

CREATE INDEX appointment_client on appointment (client_id, starts);

CREATE INDEX appointment_superseded_by on appointment (superseded_by_id) where superseded_by_id is not null
;

CREATE INDEX appointment_series on appointment (series_id, slot) where series_id is not null;

CREATE INDEX appointment_over on appointment (starts)
where status not in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist') and voided_at is null
;

CREATE INDEX appointment_of_client on appointment (client_id, starts)
where status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist') and voided_at is null
;

CREATE INDEX appointment_guarded on appointment (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE INDEX appointment_unread on appointment (id)
where (reminded_on is not null and iif(length(reminded_on) < 10, true, date(reminded_on, '+0 days') is not reminded_on))
    or (starts is not null and iif(length(starts) < 10, true, starts not between '1900' and '2201' or iif(length(starts) = 10, date(starts, '+0 days') is not starts, strftime('%Y-%m-%dT%H:%M', starts, '+0 days') is not starts)))
    or (slot is not null and iif(length(slot) < 10, true, slot not between '1900' and '2201' or iif(length(slot) = 10, date(slot, '+0 days') is not slot, strftime('%Y-%m-%dT%H:%M', slot, '+0 days') is not slot)))
    or starts is null
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('proposed', 'pending', 'booked', 'arrived', 'fulfilled', 'cancelled', 'noshow', 'entered-in-error', 'checked-in', 'waitlist')) is not true;

CREATE TRIGGER appointment_find_insert after insert on appointment
begin
    insert into appointment_fts (rowid, title, place, prepare, bring, transport, outcome, own_words)
    select id, title, place, prepare, bring, transport, outcome, own_words from appointment where id = new.id;
    update appointment set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER appointment_find_update after update of title, place, prepare, bring, transport, outcome, own on appointment
begin
    insert into appointment_fts (appointment_fts, rowid, title, place, prepare, bring, transport, outcome, own_words)
    values ('delete', old.id, old.title, old.place, old.prepare, old.bring, old.transport, old.outcome, old.own_words);
    insert into appointment_fts (rowid, title, place, prepare, bring, transport, outcome, own_words)
    select id, title, place, prepare, bring, transport, outcome, own_words from appointment where id = new.id;
    update appointment set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER appointment_find_words after update of own_words on appointment
when new.own_words = ''
begin
    insert into appointment_fts (appointment_fts, rowid, title, place, prepare, bring, transport, outcome, own_words)
    values ('delete', old.id, old.title, old.place, old.prepare, old.bring, old.transport, old.outcome, old.own_words);
    update appointment set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'appointment' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into appointment_fts (rowid, title, place, prepare, bring, transport, outcome, own_words)
    select id, title, place, prepare, bring, transport, outcome, own_words from appointment where id = new.id;
end;

CREATE TRIGGER appointment_find_delete after delete on appointment
begin
    insert into appointment_fts (appointment_fts, rowid, title, place, prepare, bring, transport, outcome, own_words)
    values ('delete', old.id, old.title, old.place, old.prepare, old.bring, old.transport, old.outcome, old.own_words);
end;

CREATE TRIGGER appointment_log_insert after insert on appointment
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'appointment', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'title', title, 'starts', starts, 'minutes', minutes, 'place', place, 'mode', mode, 'kind', kind, 'status', status, 'cancel_reason', cancel_reason, 'prepare', prepare, 'bring', bring, 'accommodations', accommodations, 'transport', transport, 'series_id', series_id, 'every', every, 'slot', slot, 'superseded_by_id', superseded_by_id, 'outcome', outcome, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'theirs', theirs, 'sequence', sequence, 'sensitivity', sensitivity, 'part2', part2, 'with_whom', with_whom, 'interpreter', interpreter, 'wheelchair', wheelchair, 'ride', ride, 'reminded_on', reminded_on, 'reminded_by', reminded_by) from appointment where id = new.id));
end;

CREATE TRIGGER appointment_log_update after update of id, client_id, title, starts, minutes, place, mode, kind, status, cancel_reason, prepare, bring, accommodations, transport, series_id, every, slot, superseded_by_id, outcome, external_id, source, created_at, updated_at, voided_at, void_reason, own, theirs, sequence, sensitivity, part2, with_whom, interpreter, wheelchair, ride, reminded_on, reminded_by on appointment
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'appointment', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'title', old.title, 'starts', old.starts, 'minutes', old.minutes, 'place', old.place, 'mode', old.mode, 'kind', old.kind, 'status', old.status, 'cancel_reason', old.cancel_reason, 'prepare', old.prepare, 'bring', old.bring, 'accommodations', old.accommodations, 'transport', old.transport, 'series_id', old.series_id, 'every', old.every, 'slot', old.slot, 'superseded_by_id', old.superseded_by_id, 'outcome', old.outcome, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'own', old.own, 'theirs', old.theirs, 'sequence', old.sequence, 'sensitivity', old.sensitivity, 'part2', old.part2, 'with_whom', old.with_whom, 'interpreter', old.interpreter, 'wheelchair', old.wheelchair, 'ride', old.ride, 'reminded_on', old.reminded_on, 'reminded_by', old.reminded_by),
        (select json_object('id', id, 'client_id', client_id, 'title', title, 'starts', starts, 'minutes', minutes, 'place', place, 'mode', mode, 'kind', kind, 'status', status, 'cancel_reason', cancel_reason, 'prepare', prepare, 'bring', bring, 'accommodations', accommodations, 'transport', transport, 'series_id', series_id, 'every', every, 'slot', slot, 'superseded_by_id', superseded_by_id, 'outcome', outcome, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'theirs', theirs, 'sequence', sequence, 'sensitivity', sensitivity, 'part2', part2, 'with_whom', with_whom, 'interpreter', interpreter, 'wheelchair', wheelchair, 'ride', ride, 'reminded_on', reminded_on, 'reminded_by', reminded_by) from appointment where id = new.id));
end;

CREATE TRIGGER appointment_log_delete before delete on appointment
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'appointment', old.id,
        (select json_object('id', id, 'client_id', client_id, 'title', title, 'starts', starts, 'minutes', minutes, 'place', place, 'mode', mode, 'kind', kind, 'status', status, 'cancel_reason', cancel_reason, 'prepare', prepare, 'bring', bring, 'accommodations', accommodations, 'transport', transport, 'series_id', series_id, 'every', every, 'slot', slot, 'superseded_by_id', superseded_by_id, 'outcome', outcome, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'theirs', theirs, 'sequence', sequence, 'sensitivity', sensitivity, 'part2', part2, 'with_whom', with_whom, 'interpreter', interpreter, 'wheelchair', wheelchair, 'ride', ride, 'reminded_on', reminded_on, 'reminded_by', reminded_by) from appointment where id = old.id),
        null);
end;

CREATE TRIGGER appointment_replaces_none_by_insert before insert on appointment
when not exists (select 1 from operation where open = 1) and (exists (select 1 from appointment where id = new.id)
    or exists (select 1 from appointment where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER appointment_replaces_none_by_update before update on appointment
when not exists (select 1 from operation where open = 1) and (exists (select 1 from appointment where id = new.id and id is not old.id)
    or exists (select 1 from appointment where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE appointment_fts using fts5 (title, place, prepare, bring, transport, outcome, own_words,
    content = 'appointment', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- ride

CREATE TABLE ride (
    id integer primary key autoincrement,

    appointment_id integer not null references appointment (id),
    provider_id integer references provider (id),
    driver text,
    status text not null default 'needed' check (status in ('needed', 'requested', 'confirmed', 'completed',
        'no-show-vendor', 'no-show-client', 'cancelled')),
    request_by text,
    requested_on text,
    confirmed_on text,
    pickup text,
    wheelchair integer not null default 0 check (wheelchair in (0, 1)),
    number text,
    reason text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, booked_for text,
    unique (source, external_id)
) strict;

CREATE INDEX ride_appointment on ride (appointment_id);

CREATE INDEX ride_provider on ride (provider_id) where provider_id is not null;

CREATE INDEX ride_open on ride (appointment_id) where status in ('needed', 'requested', 'confirmed') and voided_at is null;

CREATE INDEX ride_unread on ride (id)
where (request_by is not null and iif(length(request_by) < 10, true, date(request_by, '+0 days') is not request_by))
    or (requested_on is not null and iif(length(requested_on) < 10, true, date(requested_on, '+0 days') is not requested_on))
    or (confirmed_on is not null and iif(length(confirmed_on) < 10, true, date(confirmed_on, '+0 days') is not confirmed_on))
    or (booked_for is not null and iif(length(booked_for) < 10, true, booked_for not between '1900' and '2201' or iif(length(booked_for) = 10, date(booked_for, '+0 days') is not booked_for, strftime('%Y-%m-%dT%H:%M', booked_for, '+0 days') is not booked_for)))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('needed', 'requested', 'confirmed', 'completed', 'no-show-vendor', 'no-show-client', 'cancelled')) is not true;

CREATE TRIGGER ride_find_insert after insert on ride
begin
    insert into ride_fts (rowid, driver, pickup, number, reason, own_words)
    select id, driver, pickup, number, reason, own_words from ride where id = new.id;
    update ride set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER ride_find_update after update of driver, pickup, number, reason, own on ride
begin
    insert into ride_fts (ride_fts, rowid, driver, pickup, number, reason, own_words)
    values ('delete', old.id, old.driver, old.pickup, old.number, old.reason, old.own_words);
    insert into ride_fts (rowid, driver, pickup, number, reason, own_words)
    select id, driver, pickup, number, reason, own_words from ride where id = new.id;
    update ride set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER ride_find_words after update of own_words on ride
when new.own_words = ''
begin
    insert into ride_fts (ride_fts, rowid, driver, pickup, number, reason, own_words)
    values ('delete', old.id, old.driver, old.pickup, old.number, old.reason, old.own_words);
    update ride set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'ride' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into ride_fts (rowid, driver, pickup, number, reason, own_words)
    select id, driver, pickup, number, reason, own_words from ride where id = new.id;
end;

CREATE TRIGGER ride_find_delete after delete on ride
begin
    insert into ride_fts (ride_fts, rowid, driver, pickup, number, reason, own_words)
    values ('delete', old.id, old.driver, old.pickup, old.number, old.reason, old.own_words);
end;

CREATE TRIGGER ride_log_insert after insert on ride
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'ride', new.id,
        null,
        (select json_object('id', id, 'appointment_id', appointment_id, 'provider_id', provider_id, 'driver', driver, 'status', status, 'request_by', request_by, 'requested_on', requested_on, 'confirmed_on', confirmed_on, 'pickup', pickup, 'wheelchair', wheelchair, 'number', number, 'reason', reason, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'booked_for', booked_for) from ride where id = new.id));
end;

CREATE TRIGGER ride_log_update after update of id, appointment_id, provider_id, driver, status, request_by, requested_on, confirmed_on, pickup, wheelchair, number, reason, own, external_id, source, created_at, updated_at, voided_at, void_reason, booked_for on ride
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'ride', new.id,
        json_object('id', old.id, 'appointment_id', old.appointment_id, 'provider_id', old.provider_id, 'driver', old.driver, 'status', old.status, 'request_by', old.request_by, 'requested_on', old.requested_on, 'confirmed_on', old.confirmed_on, 'pickup', old.pickup, 'wheelchair', old.wheelchair, 'number', old.number, 'reason', old.reason, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'booked_for', old.booked_for),
        (select json_object('id', id, 'appointment_id', appointment_id, 'provider_id', provider_id, 'driver', driver, 'status', status, 'request_by', request_by, 'requested_on', requested_on, 'confirmed_on', confirmed_on, 'pickup', pickup, 'wheelchair', wheelchair, 'number', number, 'reason', reason, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'booked_for', booked_for) from ride where id = new.id));
end;

CREATE TRIGGER ride_log_delete before delete on ride
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'ride', old.id,
        (select json_object('id', id, 'appointment_id', appointment_id, 'provider_id', provider_id, 'driver', driver, 'status', status, 'request_by', request_by, 'requested_on', requested_on, 'confirmed_on', confirmed_on, 'pickup', pickup, 'wheelchair', wheelchair, 'number', number, 'reason', reason, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'booked_for', booked_for) from ride where id = old.id),
        null);
end;

CREATE TRIGGER ride_replaces_none_by_insert before insert on ride
when not exists (select 1 from operation where open = 1) and (exists (select 1 from ride where id = new.id)
    or exists (select 1 from ride where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER ride_replaces_none_by_update before update on ride
when not exists (select 1 from operation where open = 1) and (exists (select 1 from ride where id = new.id and id is not old.id)
    or exists (select 1 from ride where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE ride_fts using fts5 (driver, pickup, number, reason, own_words,
    content = 'ride', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- expense

CREATE TABLE expense (
    id integer primary key autoincrement,

    client_id integer references client (id),
    spent_on text not null,
    amount real not null,
    what text not null,
    fund text,
    receipt text,
    claimed_on text,
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict;

CREATE INDEX expense_client on expense (client_id);

CREATE INDEX expense_spent on expense (spent_on);

CREATE INDEX expense_unclaimed on expense (spent_on) where claimed_on is null and voided_at is null;

CREATE INDEX expense_unread on expense (id)
where (spent_on is not null and iif(length(spent_on) < 10, true, date(spent_on, '+0 days') is not spent_on))
    or (claimed_on is not null and iif(length(claimed_on) < 10, true, date(claimed_on, '+0 days') is not claimed_on))
    or spent_on is null
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE INDEX expense_guarded on expense (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER expense_find_insert after insert on expense
begin
    insert into expense_fts (rowid, what, fund, receipt, own_words)
    select id, what, fund, receipt, own_words from expense where id = new.id;
    update expense set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER expense_find_update after update of what, fund, receipt, own on expense
begin
    insert into expense_fts (expense_fts, rowid, what, fund, receipt, own_words)
    values ('delete', old.id, old.what, old.fund, old.receipt, old.own_words);
    insert into expense_fts (rowid, what, fund, receipt, own_words)
    select id, what, fund, receipt, own_words from expense where id = new.id;
    update expense set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER expense_find_words after update of own_words on expense
when new.own_words = ''
begin
    insert into expense_fts (expense_fts, rowid, what, fund, receipt, own_words)
    values ('delete', old.id, old.what, old.fund, old.receipt, old.own_words);
    update expense set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'expense' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into expense_fts (rowid, what, fund, receipt, own_words)
    select id, what, fund, receipt, own_words from expense where id = new.id;
end;

CREATE TRIGGER expense_find_delete after delete on expense
begin
    insert into expense_fts (expense_fts, rowid, what, fund, receipt, own_words)
    values ('delete', old.id, old.what, old.fund, old.receipt, old.own_words);
end;

CREATE TRIGGER expense_log_insert after insert on expense
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'expense', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'spent_on', spent_on, 'amount', amount, 'what', what, 'fund', fund, 'receipt', receipt, 'claimed_on', claimed_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from expense where id = new.id));
end;

CREATE TRIGGER expense_log_update after update of id, client_id, spent_on, amount, what, fund, receipt, claimed_on, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2 on expense
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'expense', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'spent_on', old.spent_on, 'amount', old.amount, 'what', old.what, 'fund', old.fund, 'receipt', old.receipt, 'claimed_on', old.claimed_on, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'spent_on', spent_on, 'amount', amount, 'what', what, 'fund', fund, 'receipt', receipt, 'claimed_on', claimed_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from expense where id = new.id));
end;

CREATE TRIGGER expense_log_delete before delete on expense
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'expense', old.id,
        (select json_object('id', id, 'client_id', client_id, 'spent_on', spent_on, 'amount', amount, 'what', what, 'fund', fund, 'receipt', receipt, 'claimed_on', claimed_on, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2) from expense where id = old.id),
        null);
end;

CREATE TRIGGER expense_replaces_none_by_insert before insert on expense
when not exists (select 1 from operation where open = 1) and (exists (select 1 from expense where id = new.id)
    or exists (select 1 from expense where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER expense_replaces_none_by_update before update on expense
when not exists (select 1 from operation where open = 1) and (exists (select 1 from expense where id = new.id and id is not old.id)
    or exists (select 1 from expense where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE expense_fts using fts5 (what, fund, receipt, own_words,
    content = 'expense', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- step

CREATE TABLE step (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    template_id integer not null references template (id),
    name text not null,
    anchor text not null,
    anchored_on text,
    round integer not null default 1,
    task_id integer references task (id),
    appointment_id integer references appointment (id),
    document_id integer references document (id),
    goal_id integer references goal (id),
    need_id integer references need (id),
    due_as_applied text,
    exempt_reason text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text,
    unique (source, external_id)
) strict;

CREATE INDEX step_client on step (client_id);

CREATE INDEX step_template on step (template_id);

CREATE INDEX step_task on step (task_id) where task_id is not null;

CREATE INDEX step_appointment on step (appointment_id) where appointment_id is not null;

CREATE INDEX step_document on step (document_id) where document_id is not null;

CREATE INDEX step_goal on step (goal_id) where goal_id is not null;

CREATE INDEX step_need on step (need_id) where need_id is not null;

CREATE INDEX step_unread on step (id)
where (anchored_on is not null and iif(length(anchored_on) < 10, true, date(anchored_on, '+0 days') is not anchored_on))
    or (due_as_applied is not null and iif(length(due_as_applied) < 10, true, due_as_applied not between '1900' and '2201' or iif(length(due_as_applied) = 10, date(due_as_applied, '+0 days') is not due_as_applied, strftime('%Y-%m-%dT%H:%M', due_as_applied, '+0 days') is not due_as_applied)))
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE TRIGGER step_find_insert after insert on step
begin
    insert into step_fts (rowid, exempt_reason)
    select id, exempt_reason from step where id = new.id;
end;

CREATE TRIGGER step_find_delete after delete on step
begin
    insert into step_fts (step_fts, rowid, exempt_reason)
    values ('delete', old.id, old.exempt_reason);
end;

CREATE TRIGGER step_find_update after update of exempt_reason on step
begin
    insert into step_fts (step_fts, rowid, exempt_reason)
    values ('delete', old.id, old.exempt_reason);
    insert into step_fts (rowid, exempt_reason)
    select id, exempt_reason from step where id = new.id;
end;

CREATE TRIGGER step_log_insert after insert on step
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'step', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'template_id', template_id, 'name', name, 'anchor', anchor, 'anchored_on', anchored_on, 'round', round, 'task_id', task_id, 'appointment_id', appointment_id, 'document_id', document_id, 'goal_id', goal_id, 'need_id', need_id, 'due_as_applied', due_as_applied, 'exempt_reason', exempt_reason, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from step where id = new.id));
end;

CREATE TRIGGER step_log_update after update on step
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'step', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'template_id', old.template_id, 'name', old.name, 'anchor', old.anchor, 'anchored_on', old.anchored_on, 'round', old.round, 'task_id', old.task_id, 'appointment_id', old.appointment_id, 'document_id', old.document_id, 'goal_id', old.goal_id, 'need_id', old.need_id, 'due_as_applied', old.due_as_applied, 'exempt_reason', old.exempt_reason, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason),
        (select json_object('id', id, 'client_id', client_id, 'template_id', template_id, 'name', name, 'anchor', anchor, 'anchored_on', anchored_on, 'round', round, 'task_id', task_id, 'appointment_id', appointment_id, 'document_id', document_id, 'goal_id', goal_id, 'need_id', need_id, 'due_as_applied', due_as_applied, 'exempt_reason', exempt_reason, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from step where id = new.id));
end;

CREATE TRIGGER step_log_delete before delete on step
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'step', old.id,
        (select json_object('id', id, 'client_id', client_id, 'template_id', template_id, 'name', name, 'anchor', anchor, 'anchored_on', anchored_on, 'round', round, 'task_id', task_id, 'appointment_id', appointment_id, 'document_id', document_id, 'goal_id', goal_id, 'need_id', need_id, 'due_as_applied', due_as_applied, 'exempt_reason', exempt_reason, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from step where id = old.id),
        null);
end;

CREATE TRIGGER step_replaces_none_by_insert before insert on step
when not exists (select 1 from operation where open = 1) and (exists (select 1 from step where id = new.id)
    or exists (select 1 from step where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER step_replaces_none_by_update before update on step
when not exists (select 1 from operation where open = 1) and (exists (select 1 from step where id = new.id and id is not old.id)
    or exists (select 1 from step where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE step_fts using fts5 (exempt_reason,
    content = 'step', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- note

CREATE TABLE note (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    occurred text not null,
    minutes integer check (minutes >= 0),
    mode text not null default 'other' check (mode in ('in-person', 'phone-call', 'video-call', 'email', 'text',
        'letter', 'other')),
    direction text check (direction in ('inbound', 'outbound')),
    reached text not null default 'yes' check (reached in ('yes', 'group', 'no', 'collateral')),
    with_whom text,
    place text,
    activity text check (activity in ('outreach', 'assessment', 'care-planning', 'care-coordination',
        'care-transitions', 'discharge-follow-up', 'health-coaching', 'community-connection', 'screening',
        'monitoring', 'advocacy', 'other')),
    format text not null default 'free' check (format in ('free', 'dap', 'soap', 'birp', 'girp', 'pie')),
    body text,
    goal_ids text not null default '[]' check (json_valid(goal_ids)),
    response text,
    next_step text,
    miles real check (miles >= 0),
    sensitivity text not null default 'normal' check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV',
        'PSYTHPN')),
    status text not null default 'draft' check (status in ('draft', 'signed')),
    signed_at text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'), own_words text, service_id integer references service (id), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')),
    unique (source, external_id)
) strict
;

CREATE INDEX note_client on note (client_id, occurred);

CREATE INDEX note_open on note (occurred) where status in ('draft', 'signed') and voided_at is null;

CREATE INDEX note_draft on note (occurred) where status = 'draft' and voided_at is null;

CREATE INDEX note_in_person on note (client_id, occurred) where mode = 'in-person' and voided_at is null;

CREATE INDEX note_unread on note (id)
where (occurred is not null and iif(length(occurred) < 10, true, occurred not between '1900' and '2201' or iif(length(occurred) = 10, date(occurred, '+0 days') is not occurred, strftime('%Y-%m-%dT%H:%M', occurred, '+0 days') is not occurred)))
    or occurred is null
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('draft', 'signed')) is not true;

CREATE INDEX note_service on note (service_id, occurred) where service_id is not null;

CREATE INDEX note_guarded on note (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER note_find_insert after insert on note
begin
    insert into note_fts (rowid, body, with_whom, place, response, next_step, own_words)
    select id, body, with_whom, place, response, next_step, own_words from note where id = new.id;
    update note set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER note_find_update after update of body, with_whom, place, response, next_step, own on note
begin
    insert into note_fts (note_fts, rowid, body, with_whom, place, response, next_step, own_words)
    values ('delete', old.id, old.body, old.with_whom, old.place, old.response, old.next_step, old.own_words);
    insert into note_fts (rowid, body, with_whom, place, response, next_step, own_words)
    select id, body, with_whom, place, response, next_step, own_words from note where id = new.id;
    update note set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER note_find_words after update of own_words on note
when new.own_words = ''
begin
    insert into note_fts (note_fts, rowid, body, with_whom, place, response, next_step, own_words)
    values ('delete', old.id, old.body, old.with_whom, old.place, old.response, old.next_step, old.own_words);
    update note set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'note' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into note_fts (rowid, body, with_whom, place, response, next_step, own_words)
    select id, body, with_whom, place, response, next_step, own_words from note where id = new.id;
end;

CREATE TRIGGER note_find_delete after delete on note
begin
    insert into note_fts (note_fts, rowid, body, with_whom, place, response, next_step, own_words)
    values ('delete', old.id, old.body, old.with_whom, old.place, old.response, old.next_step, old.own_words);
end;

CREATE TRIGGER note_log_insert after insert on note
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'note', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'occurred', occurred, 'minutes', minutes, 'mode', mode, 'direction', direction, 'reached', reached, 'with_whom', with_whom, 'place', place, 'activity', activity, 'format', format, 'body', body, 'goal_ids', goal_ids, 'response', response, 'next_step', next_step, 'miles', miles, 'sensitivity', sensitivity, 'status', status, 'signed_at', signed_at, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'service_id', service_id, 'part2', part2) from note where id = new.id));
end;

CREATE TRIGGER note_log_update after update of id, client_id, occurred, minutes, mode, direction, reached, with_whom, place, activity, format, body, goal_ids, response, next_step, miles, sensitivity, status, signed_at, external_id, source, created_at, updated_at, voided_at, void_reason, own, service_id, part2 on note
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'note', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'occurred', old.occurred, 'minutes', old.minutes, 'mode', old.mode, 'direction', old.direction, 'reached', old.reached, 'with_whom', old.with_whom, 'place', old.place, 'activity', old.activity, 'format', old.format, 'body', old.body, 'goal_ids', old.goal_ids, 'response', old.response, 'next_step', old.next_step, 'miles', old.miles, 'sensitivity', old.sensitivity, 'status', old.status, 'signed_at', old.signed_at, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'own', old.own, 'service_id', old.service_id, 'part2', old.part2),
        (select json_object('id', id, 'client_id', client_id, 'occurred', occurred, 'minutes', minutes, 'mode', mode, 'direction', direction, 'reached', reached, 'with_whom', with_whom, 'place', place, 'activity', activity, 'format', format, 'body', body, 'goal_ids', goal_ids, 'response', response, 'next_step', next_step, 'miles', miles, 'sensitivity', sensitivity, 'status', status, 'signed_at', signed_at, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'service_id', service_id, 'part2', part2) from note where id = new.id));
end;

CREATE TRIGGER note_log_delete before delete on note
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'note', old.id,
        (select json_object('id', id, 'client_id', client_id, 'occurred', occurred, 'minutes', minutes, 'mode', mode, 'direction', direction, 'reached', reached, 'with_whom', with_whom, 'place', place, 'activity', activity, 'format', format, 'body', body, 'goal_ids', goal_ids, 'response', response, 'next_step', next_step, 'miles', miles, 'sensitivity', sensitivity, 'status', status, 'signed_at', signed_at, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'own', own, 'service_id', service_id, 'part2', part2) from note where id = old.id),
        null);
end;

CREATE TRIGGER note_replaces_none_by_insert before insert on note
when not exists (select 1 from operation where open = 1) and (exists (select 1 from note where id = new.id)
    or exists (select 1 from note where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER note_replaces_none_by_update before update on note
when not exists (select 1 from operation where open = 1) and (exists (select 1 from note where id = new.id and id is not old.id)
    or exists (select 1 from note where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER note_signed_is_not_edited before update on note
when old.status = 'signed' and new.status = 'signed' and (new.client_id, new.occurred, new.minutes, new.mode, new.direction, new.reached, new.with_whom, new.place, new.activity, new.format, new.body, new.goal_ids, new.response, new.next_step, new.miles, new.sensitivity, new.own, new.service_id, new.part2)
    is not (old.client_id, old.occurred, old.minutes, old.mode, old.direction, old.reached, old.with_whom, old.place, old.activity, old.format, old.body, old.goal_ids, old.response, old.next_step, old.miles, old.sensitivity, old.own, old.service_id, old.part2)
begin select raise(abort, 'a signed note is never edited'); end;

CREATE VIRTUAL TABLE note_fts using fts5 (body, with_whom, place, response, next_step, own_words,
    content = 'note', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- addendum

CREATE TABLE addendum (
    id integer primary key autoincrement,
    note_id integer not null references note (id),
    kind text not null default 'addendum' check (kind in ('late-entry', 'addendum', 'amendment')),
    body text not null,
    reason text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text,
    unique (source, external_id)
) strict
;

CREATE INDEX addendum_note on addendum (note_id);

CREATE INDEX addendum_unread on addendum (id)
where (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE TRIGGER addendum_find_insert after insert on addendum
begin
    insert into addendum_fts (rowid, body, reason)
    select id, body, reason from addendum where id = new.id;
end;

CREATE TRIGGER addendum_find_delete after delete on addendum
begin
    insert into addendum_fts (addendum_fts, rowid, body, reason)
    values ('delete', old.id, old.body, old.reason);
end;

CREATE TRIGGER addendum_find_update after update of body, reason on addendum
begin
    insert into addendum_fts (addendum_fts, rowid, body, reason)
    values ('delete', old.id, old.body, old.reason);
    insert into addendum_fts (rowid, body, reason)
    select id, body, reason from addendum where id = new.id;
end;

CREATE TRIGGER addendum_log_insert after insert on addendum
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'addendum', new.id,
        null,
        (select json_object('id', id, 'note_id', note_id, 'kind', kind, 'body', body, 'reason', reason, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from addendum where id = new.id));
end;

CREATE TRIGGER addendum_log_update after update on addendum
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'addendum', new.id,
        json_object('id', old.id, 'note_id', old.note_id, 'kind', old.kind, 'body', old.body, 'reason', old.reason, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason),
        (select json_object('id', id, 'note_id', note_id, 'kind', kind, 'body', body, 'reason', reason, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from addendum where id = new.id));
end;

CREATE TRIGGER addendum_log_delete before delete on addendum
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'addendum', old.id,
        (select json_object('id', id, 'note_id', note_id, 'kind', kind, 'body', body, 'reason', reason, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from addendum where id = old.id),
        null);
end;

CREATE TRIGGER addendum_replaces_none_by_insert before insert on addendum
when not exists (select 1 from operation where open = 1) and (exists (select 1 from addendum where id = new.id)
    or exists (select 1 from addendum where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER addendum_replaces_none_by_update before update on addendum
when not exists (select 1 from operation where open = 1) and (exists (select 1 from addendum where id = new.id and id is not old.id)
    or exists (select 1 from addendum where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE addendum_fts using fts5 (body, reason,
    content = 'addendum', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- assessment

CREATE TABLE assessment (
    id integer primary key autoincrement,

    client_id integer not null references client (id),
    instrument_id integer references instrument (id),
    screen text,
    outside text,
    stage text check (stage in ('entry', 'update', 'annual', 'exit', 'post-exit')),
    assessed_on text not null,
    method text check (method in ('self-reported', 'reported-by-related-person', 'observed', 'administrative')),
    asked_by text,
    answers text check (answers is null or (json_valid(answers) and json_type(answers) = 'object')),
    score integer,
    band text,
    positive integer check (positive in (0, 1)),
    domains text not null default '[]' check (json_valid(domains)),
    flags text not null default '[]' check (json_valid(flags)),
    need_ids text not null default '[]' check (json_valid(need_ids)),
    result text,
    status text not null default 'completed' check (status in ('in-progress', 'completed', 'amended', 'stopped',
        'entered-in-error')),
    answered_on text,
    task_id integer references task (id),
    note_id integer references note (id),
    own text not null default '{}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, sensitivity text not null default 'normal'
        check (sensitivity in ('normal', 'SUD', 'MH', 'HIV', 'SDV', 'PSYTHPN')), part2 text not null default 'unknown' check (part2 in ('yes', 'no', 'unknown')), score_of text,
    unique (source, external_id)
) strict;

CREATE INDEX assessment_client on assessment (client_id, screen, assessed_on);

CREATE INDEX assessment_instrument on assessment (instrument_id);

CREATE INDEX assessment_flagged on assessment (assessed_on) where flags <> '[]' and answered_on is null and voided_at is null;

CREATE INDEX assessment_task on assessment (task_id);

CREATE INDEX assessment_note on assessment (note_id);

CREATE INDEX assessment_open on assessment (assessed_on) where status in ('in-progress', 'completed', 'amended') and voided_at is null;

CREATE INDEX assessment_unread on assessment (id)
where (assessed_on is not null and iif(length(assessed_on) < 10, true, date(assessed_on, '+0 days') is not assessed_on))
    or (answered_on is not null and iif(length(answered_on) < 10, true, date(answered_on, '+0 days') is not answered_on))
    or assessed_on is null
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at))
    or (status in ('in-progress', 'completed', 'amended', 'stopped', 'entered-in-error')) is not true;

CREATE INDEX assessment_guarded on assessment (id)
where sensitivity <> 'normal' or part2 = 'yes';

CREATE TRIGGER assessment_find_insert after insert on assessment
begin
    insert into assessment_fts (rowid, screen, outside, asked_by, result, own_words)
    select id, screen, outside, asked_by, result, own_words from assessment where id = new.id;
    update assessment set own_words = '' where id = new.id and new.own is not '{}';
end;

CREATE TRIGGER assessment_find_update after update of screen, outside, asked_by, result, own on assessment
begin
    insert into assessment_fts (assessment_fts, rowid, screen, outside, asked_by, result, own_words)
    values ('delete', old.id, old.screen, old.outside, old.asked_by, old.result, old.own_words);
    insert into assessment_fts (rowid, screen, outside, asked_by, result, own_words)
    select id, screen, outside, asked_by, result, own_words from assessment where id = new.id;
    update assessment set own_words = '' where id = new.id and new.own is not old.own;
end;

CREATE TRIGGER assessment_find_words after update of own_words on assessment
when new.own_words = ''
begin
    insert into assessment_fts (assessment_fts, rowid, screen, outside, asked_by, result, own_words)
    values ('delete', old.id, old.screen, old.outside, old.asked_by, old.result, old.own_words);
    update assessment set own_words = (select nullif(group_concat(iif(part.type = 'array', (select group_concat(value, ' ') from json_each(part.value)), part.value), char(10)), '')
        from json_each(new.own) as part join field on part.key = 'f' || field.id
        where field.of = 'assessment' and field.type in ('text', 'word', 'words') and field.voided_at is null)
    where id = new.id;
    insert into assessment_fts (rowid, screen, outside, asked_by, result, own_words)
    select id, screen, outside, asked_by, result, own_words from assessment where id = new.id;
end;

CREATE TRIGGER assessment_find_delete after delete on assessment
begin
    insert into assessment_fts (assessment_fts, rowid, screen, outside, asked_by, result, own_words)
    values ('delete', old.id, old.screen, old.outside, old.asked_by, old.result, old.own_words);
end;

CREATE TRIGGER assessment_log_insert after insert on assessment
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'assessment', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'instrument_id', instrument_id, 'screen', screen, 'outside', outside, 'stage', stage, 'assessed_on', assessed_on, 'method', method, 'asked_by', asked_by, 'answers', answers, 'score', score, 'band', band, 'positive', positive, 'domains', domains, 'flags', flags, 'need_ids', need_ids, 'result', result, 'status', status, 'answered_on', answered_on, 'task_id', task_id, 'note_id', note_id, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2, 'score_of', score_of) from assessment where id = new.id));
end;

CREATE TRIGGER assessment_log_update after update of id, client_id, instrument_id, screen, outside, stage, assessed_on, method, asked_by, answers, score, band, positive, domains, flags, need_ids, result, status, answered_on, task_id, note_id, own, external_id, source, created_at, updated_at, voided_at, void_reason, sensitivity, part2, score_of on assessment
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'assessment', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'instrument_id', old.instrument_id, 'screen', old.screen, 'outside', old.outside, 'stage', old.stage, 'assessed_on', old.assessed_on, 'method', old.method, 'asked_by', old.asked_by, 'answers', old.answers, 'score', old.score, 'band', old.band, 'positive', old.positive, 'domains', old.domains, 'flags', old.flags, 'need_ids', old.need_ids, 'result', old.result, 'status', old.status, 'answered_on', old.answered_on, 'task_id', old.task_id, 'note_id', old.note_id, 'own', old.own, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'sensitivity', old.sensitivity, 'part2', old.part2, 'score_of', old.score_of),
        (select json_object('id', id, 'client_id', client_id, 'instrument_id', instrument_id, 'screen', screen, 'outside', outside, 'stage', stage, 'assessed_on', assessed_on, 'method', method, 'asked_by', asked_by, 'answers', answers, 'score', score, 'band', band, 'positive', positive, 'domains', domains, 'flags', flags, 'need_ids', need_ids, 'result', result, 'status', status, 'answered_on', answered_on, 'task_id', task_id, 'note_id', note_id, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2, 'score_of', score_of) from assessment where id = new.id));
end;

CREATE TRIGGER assessment_log_delete before delete on assessment
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'assessment', old.id,
        (select json_object('id', id, 'client_id', client_id, 'instrument_id', instrument_id, 'screen', screen, 'outside', outside, 'stage', stage, 'assessed_on', assessed_on, 'method', method, 'asked_by', asked_by, 'answers', answers, 'score', score, 'band', band, 'positive', positive, 'domains', domains, 'flags', flags, 'need_ids', need_ids, 'result', result, 'status', status, 'answered_on', answered_on, 'task_id', task_id, 'note_id', note_id, 'own', own, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'sensitivity', sensitivity, 'part2', part2, 'score_of', score_of) from assessment where id = old.id),
        null);
end;

CREATE TRIGGER assessment_replaces_none_by_insert before insert on assessment
when not exists (select 1 from operation where open = 1) and (exists (select 1 from assessment where id = new.id)
    or exists (select 1 from assessment where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER assessment_replaces_none_by_update before update on assessment
when not exists (select 1 from operation where open = 1) and (exists (select 1 from assessment where id = new.id and id is not old.id)
    or exists (select 1 from assessment where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE assessment_fts using fts5 (screen, outside, asked_by, result, own_words,
    content = 'assessment', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- disclosure

CREATE TABLE disclosure (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    consent_id integer references consent (id),
    at text not null,
    what text not null,
    counts text,
    purpose text,
    basis text not null default 'consent' check (basis in ('consent', 'tpo', 'to-individual', 'medical-emergency',
        'court-order', 'required-by-law', 'research', 'audit', 'involved-in-care', 'incident', 'national-security',
        'correctional', 'limited-data-set')),
    reason text,
    via text check (via in ('fax', 'email', 'mail', 'portal', 'phone', 'in-person', 'file')),
    notice text not null default 'none' check (notice in ('none', 'full', 'short')),
    disclosed_by text,
    person_id integer references person (id),
    provider_id integer references provider (id),
    recipient text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text, records text not null default '[]' check (json_valid(records)),
    unique (source, external_id)
) strict
;

CREATE INDEX disclosure_client on disclosure (client_id, at);

CREATE INDEX disclosure_consent on disclosure (consent_id);

CREATE INDEX disclosure_person on disclosure (person_id);

CREATE INDEX disclosure_provider on disclosure (provider_id);

CREATE INDEX disclosure_unread on disclosure (id)
where (at is not null and iif(length(at) < 10, true, at not between '1900' and '2201' or iif(length(at) = 10, date(at, '+0 days') is not at, strftime('%Y-%m-%dT%H:%M', at, '+0 days') is not at)))
    or at is null
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE TRIGGER disclosure_find_insert after insert on disclosure
begin
    insert into disclosure_fts (rowid, recipient, what, purpose, reason)
    select id, recipient, what, purpose, reason from disclosure where id = new.id;
end;

CREATE TRIGGER disclosure_find_delete after delete on disclosure
begin
    insert into disclosure_fts (disclosure_fts, rowid, recipient, what, purpose, reason)
    values ('delete', old.id, old.recipient, old.what, old.purpose, old.reason);
end;

CREATE TRIGGER disclosure_find_update after update of recipient, what, purpose, reason on disclosure
begin
    insert into disclosure_fts (disclosure_fts, rowid, recipient, what, purpose, reason)
    values ('delete', old.id, old.recipient, old.what, old.purpose, old.reason);
    insert into disclosure_fts (rowid, recipient, what, purpose, reason)
    select id, recipient, what, purpose, reason from disclosure where id = new.id;
end;

CREATE TRIGGER disclosure_log_insert after insert on disclosure
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'disclosure', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'consent_id', consent_id, 'at', at, 'what', what, 'counts', counts, 'purpose', purpose, 'basis', basis, 'reason', reason, 'via', via, 'notice', notice, 'disclosed_by', disclosed_by, 'person_id', person_id, 'provider_id', provider_id, 'recipient', recipient, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'records', records) from disclosure where id = new.id));
end;

CREATE TRIGGER disclosure_log_update after update on disclosure
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'disclosure', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'consent_id', old.consent_id, 'at', old.at, 'what', old.what, 'counts', old.counts, 'purpose', old.purpose, 'basis', old.basis, 'reason', old.reason, 'via', old.via, 'notice', old.notice, 'disclosed_by', old.disclosed_by, 'person_id', old.person_id, 'provider_id', old.provider_id, 'recipient', old.recipient, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason, 'records', old.records),
        (select json_object('id', id, 'client_id', client_id, 'consent_id', consent_id, 'at', at, 'what', what, 'counts', counts, 'purpose', purpose, 'basis', basis, 'reason', reason, 'via', via, 'notice', notice, 'disclosed_by', disclosed_by, 'person_id', person_id, 'provider_id', provider_id, 'recipient', recipient, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'records', records) from disclosure where id = new.id));
end;

CREATE TRIGGER disclosure_log_delete before delete on disclosure
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'disclosure', old.id,
        (select json_object('id', id, 'client_id', client_id, 'consent_id', consent_id, 'at', at, 'what', what, 'counts', counts, 'purpose', purpose, 'basis', basis, 'reason', reason, 'via', via, 'notice', notice, 'disclosed_by', disclosed_by, 'person_id', person_id, 'provider_id', provider_id, 'recipient', recipient, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason, 'records', records) from disclosure where id = old.id),
        null);
end;

CREATE TRIGGER disclosure_replaces_none_by_insert before insert on disclosure
when not exists (select 1 from operation where open = 1) and (exists (select 1 from disclosure where id = new.id)
    or exists (select 1 from disclosure where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER disclosure_replaces_none_by_update before update on disclosure
when not exists (select 1 from operation where open = 1) and (exists (select 1 from disclosure where id = new.id and id is not old.id)
    or exists (select 1 from disclosure where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE VIRTUAL TABLE disclosure_fts using fts5 (recipient, what, purpose, reason,
    content = 'disclosure', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');


-- link

CREATE TABLE link (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    other_id integer not null references client (id),
    type text not null default 'seealso' check (type in ('seealso', 'replaced-by', 'certainly-not')),
    linked_on text not null,
    reason text,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text,
    unique (source, external_id),
    check (client_id <> other_id)
) strict
;

CREATE INDEX link_client on link (client_id);

CREATE INDEX link_other on link (other_id);

CREATE INDEX link_unread on link (id)
where (linked_on is not null and iif(length(linked_on) < 10, true, date(linked_on, '+0 days') is not linked_on))
    or linked_on is null
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE TRIGGER link_log_insert after insert on link
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'link', new.id,
        null,
        (select json_object('id', id, 'client_id', client_id, 'other_id', other_id, 'type', type, 'linked_on', linked_on, 'reason', reason, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from link where id = new.id));
end;

CREATE TRIGGER link_log_update after update on link
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'link', new.id,
        json_object('id', old.id, 'client_id', old.client_id, 'other_id', old.other_id, 'type', old.type, 'linked_on', old.linked_on, 'reason', old.reason, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason),
        (select json_object('id', id, 'client_id', client_id, 'other_id', other_id, 'type', type, 'linked_on', linked_on, 'reason', reason, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from link where id = new.id));
end;

CREATE TRIGGER link_log_delete before delete on link
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'link', old.id,
        (select json_object('id', id, 'client_id', client_id, 'other_id', other_id, 'type', type, 'linked_on', linked_on, 'reason', reason, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from link where id = old.id),
        null);
end;

CREATE TRIGGER link_replaces_none_by_insert before insert on link
when not exists (select 1 from operation where open = 1) and (exists (select 1 from link where id = new.id)
    or exists (select 1 from link where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER link_replaces_none_by_update before update on link
when not exists (select 1 from operation where open = 1) and (exists (select 1 from link where id = new.id and id is not old.id)
    or exists (select 1 from link where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;


-- waiver

CREATE TABLE waiver (
    id integer primary key autoincrement,
    item text not null,
    rule text,
    until text not null,
    reason text not null,
    external_id text,
    source text,
    created_at text not null,
    updated_at text not null,
    voided_at text,
    void_reason text,
    unique (source, external_id)
) strict
;

CREATE INDEX waiver_until on waiver (until) where voided_at is null;

CREATE INDEX waiver_item on waiver (item);

CREATE INDEX waiver_unread on waiver (id)
where (until is not null and iif(length(until) < 10, true, date(until, '+0 days') is not until))
    or until is null
    or (voided_at is not null and iif(length(voided_at) < 10, true, strftime('%Y-%m-%dT%H:%M:%SZ', voided_at, '+0 days') is not voided_at));

CREATE TRIGGER waiver_log_insert after insert on waiver
when not exists (select 1 from operation where open = 1 and bulk = 1)
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'waiver', new.id,
        null,
        (select json_object('id', id, 'item', item, 'rule', rule, 'until', until, 'reason', reason, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from waiver where id = new.id));
end;

CREATE TRIGGER waiver_log_update after update on waiver
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'waiver', new.id,
        json_object('id', old.id, 'item', old.item, 'rule', old.rule, 'until', old.until, 'reason', old.reason, 'external_id', old.external_id, 'source', old.source, 'created_at', old.created_at, 'updated_at', old.updated_at, 'voided_at', old.voided_at, 'void_reason', old.void_reason),
        (select json_object('id', id, 'item', item, 'rule', rule, 'until', until, 'reason', reason, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from waiver where id = new.id));
end;

CREATE TRIGGER waiver_log_delete before delete on waiver
begin
    insert into change (operation_id, at, kind, record_id, before, after)
    values ((select id from operation where open = 1),
        coalesce((select at from operation where open = 1), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), 'waiver', old.id,
        (select json_object('id', id, 'item', item, 'rule', rule, 'until', until, 'reason', reason, 'external_id', external_id, 'source', source, 'created_at', created_at, 'updated_at', updated_at, 'voided_at', voided_at, 'void_reason', void_reason) from waiver where id = old.id),
        null);
end;

CREATE TRIGGER waiver_replaces_none_by_insert before insert on waiver
when not exists (select 1 from operation where open = 1) and (exists (select 1 from waiver where id = new.id)
    or exists (select 1 from waiver where source = new.source and external_id = new.external_id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;

CREATE TRIGGER waiver_replaces_none_by_update before update on waiver
when not exists (select 1 from operation where open = 1) and (exists (select 1 from waiver where id = new.id and id is not old.id)
    or exists (select 1 from waiver where source = new.source and external_id = new.external_id and id is not old.id))
begin select raise(abort, 'a row with this key is there: write UPDATE ... WHERE id = ...; REPLACE and upserts are refused'); end;


-- operation

CREATE TABLE operation (
    id integer primary key autoincrement,
    at text not null,
    command text not null,
    kind text not null default 'do' check (kind in ('do', 'undo', 'redo')),
    target_id integer references operation (id),
    bulk integer not null default 0 check (bulk in (0, 1)),
    open integer not null default 1 check (open in (0, 1))
, mark text, who text, origin text) strict
;

CREATE UNIQUE INDEX operation_open on operation (open) where open = 1;

CREATE INDEX operation_target on operation (target_id, id);

CREATE TRIGGER operation_is_not_deleted before delete on operation
begin select raise(abort, 'the steps of the log are never edited'); end;

CREATE TRIGGER operation_is_not_added before insert on operation
when not (new.open = 1 and new.kind = 'do'
    and new.target_id is null and not exists (select 1 from operation where id = new.id or open = 1))
begin select raise(abort, 'the steps of the log are never edited'); end;

CREATE TRIGGER operation_is_not_edited before update on operation
when not ((new.id, new.at, new.mark, new.who) is (old.id, old.at, old.mark, old.who) and (
    ((new.command, new.kind, new.target_id, new.bulk, new.origin) is (old.command, old.kind, old.target_id, old.bulk, old.origin) and new.open <> old.open
        and (new.open = 0 or not exists (select 1 from operation where id > old.id)))
    or (new.open = 1 and old.open = 1 and new.origin is old.origin
        and (old.kind = 'do' or (new.command, new.kind, new.target_id) is (old.command, old.kind, old.target_id)))
    or (new.origin is null and (new.command, new.kind, new.target_id, new.bulk, new.open) is (old.command, old.kind, old.target_id, old.bulk, old.open)
        and exists (select 1 from operation join purge on operation_id = operation.id where open = 1))))
begin select raise(abort, 'the steps of the log are never edited'); end;


-- change

CREATE TABLE change (
    id integer primary key autoincrement,
    operation_id integer references operation (id),
    at text not null,
    kind text not null,
    record_id integer not null,
    last_id integer,
    before text,
    after text
) strict
;

CREATE INDEX change_operation on change (operation_id);

CREATE INDEX change_record on change (kind, record_id);

CREATE INDEX change_bulk on change (kind, record_id, last_id) where last_id is not null;

CREATE TRIGGER change_is_not_deleted before delete on change
begin select raise(abort, 'the change log is never edited'); end;

CREATE TRIGGER change_is_not_edited before update on change
when not (new.before is null and new.after is null and (new.id, new.operation_id, new.at, new.kind, new.record_id, new.last_id) is (old.id, old.operation_id, old.at, old.kind, old.record_id, old.last_id)
    and exists (select 1 from operation join purge on operation_id = operation.id where open = 1))
begin select raise(abort, 'the change log is never edited'); end;

CREATE TRIGGER change_is_not_replaced before insert on change
when exists (select 1 from change where id = new.id)
    or (new.operation_id is not null and not exists (select 1 from operation where open = 1 and id = new.operation_id))
begin select raise(abort, 'the change log is never edited'); end;


-- purge

CREATE TABLE purge (
    operation_id integer primary key references operation (id),
    reason text not null,
    overwritten_at text
) strict;

CREATE TRIGGER purge_is_not_deleted before delete on purge
begin select raise(abort, 'what was purged is never edited'); end;

CREATE TRIGGER purge_is_not_added before insert on purge
when not (exists (select 1 from operation where open = 1 and id = new.operation_id))
begin select raise(abort, 'what was purged is never edited'); end;

CREATE TRIGGER purge_is_not_edited before update on purge
when not ((new.operation_id, new.reason) is (old.operation_id, old.reason) and old.overwritten_at is null)
begin select raise(abort, 'what was purged is never edited'); end;


-- merge

CREATE TABLE merge (
    operation_id integer not null references operation (id),
    change_id integer not null,
    mark text not null
) strict;

CREATE INDEX merge_operation on merge (operation_id);

CREATE TRIGGER merge_is_not_deleted before delete on merge
begin select raise(abort, 'what was merged is never edited'); end;

CREATE TRIGGER merge_is_not_added before insert on merge
when not (exists (select 1 from operation where open = 1 and id = new.operation_id))
begin select raise(abort, 'what was merged is never edited'); end;

CREATE TRIGGER merge_is_not_edited before update on merge
when not (false)
begin select raise(abort, 'what was merged is never edited'); end;


-- merge_record

CREATE TABLE merge_record (
    operation_id integer not null references operation (id),
    kind text not null,
    record_id integer not null,
    mark text not null,
    number integer not null
) strict;

CREATE TRIGGER merge_record_is_not_deleted before delete on merge_record
begin select raise(abort, 'what was merged is never edited'); end;

CREATE TRIGGER merge_record_is_not_added before insert on merge_record
when not (exists (select 1 from operation where open = 1 and id = new.operation_id))
begin select raise(abort, 'what was merged is never edited'); end;

CREATE TRIGGER merge_record_is_not_edited before update on merge_record
when not (false)
begin select raise(abort, 'what was merged is never edited'); end;


-- identity

CREATE TABLE identity (database text not null) strict;


-- _sqlite_migrations

CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);

CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");


-- views: docs/views.md

CREATE VIEW open_task as
select 't' || task.id as id, 'c' || task.client_id as client, client.handle as client_handle, task.title, task.due,
    task.priority, task.status, task.responsible, 'g' || task.goal_id as goal, task.every, task.after, task.waiting_on,
    task.own
from task left join client on client.id = task.client_id
where task.status in ('ready', 'in-progress', 'on-hold') and task.voided_at is null;

CREATE VIEW open_appointment as
select 'a' || appointment.id as id, 'c' || appointment.client_id as client, client.handle as client_handle,
    appointment.title, appointment.starts, appointment.minutes, appointment.place, appointment.mode, appointment.kind,
    appointment.status, appointment.prepare, appointment.bring, appointment.accommodations, appointment.transport,
    'a' || appointment.series_id as series, appointment.every,
    appointment.own
from appointment left join client on client.id = appointment.client_id
where appointment.status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist')
    and appointment.voided_at is null;

CREATE VIEW current_plan as
select 'p' || plan.id as id, 'c' || plan.client_id as client, client.handle as client_handle, plan.title, plan.status,
    plan.version, 'p' || plan.supersedes_id as supersedes, plan.started_on, plan.review_every, plan.reviewed_on,
    plan.agreed_on, plan.copy_given_on,
    (select count(*) from goal where goal.plan_id = plan.id and goal.lifecycle in ('proposed', 'planned', 'accepted', 'active', 'on-hold') and goal.voided_at is null) as open_goals,
    plan.own
from plan join client on client.id = plan.client_id
where plan.status in ('draft', 'active', 'on-hold') and plan.voided_at is null and plan.status <> 'draft';

CREATE VIEW open_goal as
select 'g' || goal.id as id, 'c' || goal.client_id as client, client.handle as client_handle,
    'p' || goal.plan_id as plan, goal.area, goal.title, goal.lifecycle, goal.achievement, goal.priority, goal.target_on,
    goal.measure, goal.unit,
    goal.baseline, goal.target, observation.value as last_value, observation.observed_on as last_observed_on,
    goal.own
from goal join client on client.id = goal.client_id
left join observation on observation.id = (
    select one.id from observation as one
    where one.goal_id = goal.id and one.value is not null and one.voided_at is null
    order by one.observed_on desc, one.id desc limit 1)
where goal.lifecycle in ('proposed', 'planned', 'accepted', 'active', 'on-hold') and goal.voided_at is null;

CREATE VIEW last_contact as
select 'c' || client.id as client, client.handle as client_handle, client.status as client_status,
    'n' || contact.id as contact, contact.occurred as contact_occurred, contact.mode as contact_mode,
    'n' || visit.id as visit, visit.occurred as visit_occurred
from client
left join note as contact on contact.id = (
    select one.id from note as one
    where one.client_id = client.id and one.voided_at is null
        and case when one.reached = 'collateral' then 0
        when one.mode in ('email', 'text', 'letter')
            then case when one.direction = 'inbound' or one.reached = 'yes' then 1 else 0 end
        when one.reached in ('yes', 'group') then 1 else 0 end = 1
    order by one.occurred desc, one.id desc limit 1)
left join note as visit on visit.id = (
    select one.id from note as one
    where one.client_id = client.id and one.mode = 'in-person' and one.voided_at is null
        and one.reached in ('yes', 'group')
    order by one.occurred desc, one.id desc limit 1)
where client.voided_at is null;

CREATE VIEW note_time as
select 'n' || note.id as id, 'c' || note.client_id as client, client.handle as client_handle, note.occurred,
    substr(note.occurred, 1, 10) as occurred_on, note.minutes, note.miles, note.mode, note.direction, note.reached,
    case when note.reached = 'collateral' then 0
        when note.mode in ('email', 'text', 'letter')
            then case when note.direction = 'inbound' or note.reached = 'yes' then 1 else 0 end
        when note.reached in ('yes', 'group') then 1 else 0 end as made,
    note.activity, note.status,
    note.own
from note join client on client.id = note.client_id
where note.voided_at is null;

CREATE VIEW client_summary as
select 'c' || client.id as id, client.handle, client.given_name, client.family_name, client.preferred_name,
    client.born_on, client.died_on, client.phone, client.email,
    case when client.address_confidential = 1 and client.address is not null then '(confidential)'
        else client.address end as address,
    case when client.address_confidential = 1 and client.city is not null then '(confidential)'
        else client.city end as city,
    client.state,
    case when client.address_confidential = 1 and client.zip is not null then '(confidential)'
        else client.zip end as zip,
    client.language, client.status, client.acuity, client.setting, client.opened_on, client.closed_on,
    client.close_reason, client.release_on,
    (select 'p' || plan.id from plan where plan.client_id = client.id and plan.status in ('draft', 'active', 'on-hold') and plan.voided_at is null
        and plan.status <> 'draft' order by plan.version desc, plan.id desc limit 1) as plan,
    (select count(*) from goal where goal.client_id = client.id and goal.lifecycle in ('proposed', 'planned', 'accepted', 'active', 'on-hold') and goal.voided_at is null) as open_goals,
    (select count(*) from task where task.client_id = client.id and task.status in ('ready', 'in-progress', 'on-hold') and task.voided_at is null) as open_tasks,
    (select min(task.due) from task where task.client_id = client.id
        and task.status in ('ready', 'in-progress', 'on-hold') and task.voided_at is null) as first_task_due,
    (select count(*) from appointment where appointment.client_id = client.id
        and appointment.status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist')
    and appointment.voided_at is null) as open_appointments,
    (select min(appointment.starts) from appointment where appointment.client_id = client.id
        and appointment.status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist')
    and appointment.voided_at is null) as first_appointment_starts,
    (select one.occurred from note as one
        where one.client_id = client.id and one.voided_at is null
            and case when one.reached = 'collateral' then 0
        when one.mode in ('email', 'text', 'letter')
            then case when one.direction = 'inbound' or one.reached = 'yes' then 1 else 0 end
        when one.reached in ('yes', 'group') then 1 else 0 end = 1
        order by one.occurred desc, one.id desc limit 1) as last_contact_occurred,
    (select one.occurred from note as one
        where one.client_id = client.id and one.mode = 'in-person' and one.voided_at is null
            and one.reached in ('yes', 'group')
        order by one.occurred desc, one.id desc limit 1) as last_visit_occurred,
    client.external_id, client.source,
    client.own
from client
where client.voided_at is null;

CREATE VIEW waived_item as
select 'w' || waiver.id as id, waiver.item, waiver.rule, waiver.until, waiver.reason, waiver.created_at
from waiver
where waiver.voided_at is null;

CREATE VIEW client_link as
select 'lk' || link.id as id, 'c' || link.client_id as client, client.handle as client_handle,
    'c' || link.other_id as other, other.handle as other_handle, link.type, link.linked_on, link.reason
from link join client on client.id = link.client_id join client as other on other.id = link.other_id
where link.voided_at is null;

-- which caseload this is; which migrations it need not go through

insert into identity (database) values (lower(hex(randomblob(8))));

insert into _sqlite_migrations (migration_set, name, applied_at) values
    ('caseload', 'm001_the_house', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm002_the_clocks', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm003_the_views', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm004_the_links', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm005_own_fields', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm006_the_right_person', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm007_from_screening_to_help', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm008_who_someone_is_for_an_agency', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm009_which_law_guards_a_screen', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm010_who_pays', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm011_benefits', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm012_a_member_is_found', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm013_stays', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm014_programs', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm015_on_the_road', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm016_checklists', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm017_decided_against', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm018_rides_of_another_time', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm019_who_was_purged', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm020_two_copies_made_one', strftime('%Y-%m-%d %H:%M:%f000+00:00')),
    ('caseload', 'm021_the_steps_stand', strftime('%Y-%m-%d %H:%M:%f000+00:00'));

pragma application_id = 1128354629;
pragma user_version = 21;
