"""The schema's history as literal SQL, one file a schema; a migration is never edited once released."""

from sqlite_utils.migrations import Migrations  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.m001_the_house import m001_the_house
from caseload.store.migrations.m002_the_clocks import m002_the_clocks
from caseload.store.migrations.m003_the_views import m003_the_views
from caseload.store.migrations.m004_the_links import m004_the_links
from caseload.store.migrations.m005_own_fields import m005_own_fields
from caseload.store.migrations.m006_the_right_person import m006_the_right_person
from caseload.store.migrations.m007_from_screening_to_help import m007_from_screening_to_help
from caseload.store.migrations.m008_who_someone_is_for_an_agency import m008_who_someone_is_for_an_agency
from caseload.store.migrations.m009_which_law_guards_a_screen import m009_which_law_guards_a_screen
from caseload.store.migrations.m010_who_pays import m010_who_pays
from caseload.store.migrations.m011_benefits import m011_benefits
from caseload.store.migrations.m012_a_member_is_found import m012_a_member_is_found
from caseload.store.migrations.m013_stays import m013_stays
from caseload.store.migrations.m014_programs import m014_programs
from caseload.store.migrations.m015_on_the_road import m015_on_the_road
from caseload.store.migrations.m016_checklists import m016_checklists
from caseload.store.migrations.m017_decided_against import m017_decided_against
from caseload.store.migrations.m018_rides_of_another_time import m018_rides_of_another_time
from caseload.store.migrations.m019_who_was_purged import m019_who_was_purged
from caseload.store.migrations.m020_two_copies_made_one import m020_two_copies_made_one
from caseload.store.migrations.m021_the_steps_stand import m021_the_steps_stand

STEPS = (m001_the_house, m002_the_clocks, m003_the_views, m004_the_links, m005_own_fields, m006_the_right_person,
         m007_from_screening_to_help, m008_who_someone_is_for_an_agency,
         m009_which_law_guards_a_screen, m010_who_pays, m011_benefits, m012_a_member_is_found,
         m013_stays, m014_programs, m015_on_the_road, m016_checklists, m017_decided_against,
         m018_rides_of_another_time, m019_who_was_purged,
         m020_two_copies_made_one, m021_the_steps_stand)  # fmt: skip
"""Every migration in its order; sqlite-utils knows those that were applied by the names of these functions."""

migrations = Migrations("caseload")
for _step in STEPS:
    migrations()(_step)
