"""An invented directory, the same two services in the layouts of the public examples of every version."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Files = Mapping[str, str]

_ORGANIZATION = "12,Elm Street Kitchen,Meals and more,kitchen@example.org"

HSDS_1_1: Files = {
    "organizations.csv": f"id,name,description,email,url\n{_ORGANIZATION},https://kitchen.example.org\n",
    "services.csv": (
        "id,organization_id,name,description,status,application_process,wait_time,fees,taxonomy_ids\n"
        "00501,12,Hot meals,Lunch for everyone,active,Walk in,None,Free,\n"
        "00502,12,Food box,A box a week,temporarily closed,,2 weeks,$5 a box,\n"
    ),
    "locations.csv": "id,organization_id,name,latitude,longitude\n7,12,,41.885,-87.622\n",
    "services_at_location.csv": "id,service_id,location_id\n1,00501,7\n2,00502,7\n",
    "physical_addresses.csv": (
        "id,location_id,address_1,city,state_province,postal_code,country\n1,7,12 Elm Street,Chicago,IL,60601,US\n"
    ),
    "postal_addresses.csv": (
        "id,location_id,address_1,city,state_province,postal_code,country\n1,7,PO Box 9,Chicago,IL,60699,US\n"
    ),
    "phones.csv": (
        "id,location_id,service_id,number,extension,type,language\n"
        "1,7,,555-0100,,voice,en\n2,,00501,(555) 0199,4,voice,en\n3,7,,555-0101,,fax,en\n4,7,,555 0100,,voice,en\n"
    ),
    "regular_schedules.csv": (
        "id,service_id,weekday,opens_at,closes_at\n"
        + "".join(f"{day},00501,{day},11:00,13:00\n" for day in (1, 2, 3, 4, 5))
        + "6,00501,6,9:00 AM,12:00:00Z\n"
    ),
    "languages.csv": "id,service_id,language\n1,00501,English\n2,00501,Spanish\n",
    "eligibility.csv": "id,service_id,eligibility\n1,00501,adult\n",
    "service_areas.csv": "id,service_id,service_area,description\n1,00501,Cook County,\n",
    "required_documents.csv": "id,service_id,document\n1,00501,Photo id\n",
    "payments_accepted.csv": "id,service_id,payment\n1,00502,cash\n2,00502,EBT\n",
    "accessibility_for_disabilities.csv": "id,location_id,accessibility,details\n1,7,ramp,At the side\n",
    "taxonomy.csv": "id,name,parent_id,parent_name,vocabulary\nBD-1,Food,,,AIRS\n",
    "services_taxonomy.csv": "id,service_id,taxonomy_id,taxonomy_detail\n1,00501,BD-1,\n2,00502,BD-1,\n",
    "metadata.csv": "id,resource_id\n1,2\n",
}
"""1.1.0: weekdays are numbers, addresses in two files."""

HSDS_2_0: Files = {
    **{name: HSDS_1_1[name] for name in (
        "organizations.csv", "services.csv", "locations.csv", "services_at_location.csv", "physical_addresses.csv",
        "postal_addresses.csv", "phones.csv", "languages.csv", "service_areas.csv", "required_documents.csv",
        "payments_accepted.csv", "accessibility_for_disabilities.csv", "eligibility.csv",
    )},
    "schedules.csv": (
        "id,service_id,freq,byday,opens_at,closes_at,valid_to\n"
        '1,00501,WEEKLY,"MO,TU,WE,TH,FR",11:00,13:00,\n2,00501,WEEKLY,SA,09:00,12:00,\n3,00501,WEEKLY,SU,09:00,12:00,2020-01-01\n'
    ),
    "taxonomy_terms.csv": "id,term,description,parent_id,taxonomy,language\nBD-1,Food,,,AIRS,en\n",
    "service_attributes.csv": "id,service_id,taxonomy_term_id\n1,00501,BD-1\n2,00502,BD-1\n",
}  # fmt: skip
"""2.0.1."""

HSDS_3_0: Files = {
    "organizations.csv": (
        f"id,name,description,email,website,logo,uri,parent_organization_id\n{_ORGANIZATION},https://kitchen.example.org,,,\n"
    ),
    "services.csv": (
        "\ufeffID, Organization ID ,name,description,status,application_process,wait_time,fees_description,"
        "eligibility_description,minimum_age,maximum_age,assured_date,alert,colour\n"
        "00501,12,Hot meals,Lunch for everyone,active,Walk in,None,Free,adult,18,99,2026-10-01,,red\n"
        "00502,12,Food box,A box a week,temporarily closed,,2 weeks,$5 a box,,,,,Closed for repairs,\n"
    ),
    "locations.csv": "id,location_type,organization_id,name,latitude,longitude\n7,physical,12,,41.885,-87.622\n",
    "service_at_location.csv": "id,service_id,location_id,description\n1,00501,7,\n2,00502,7,\n",
    "addresses.csv": (
        "id,location_id,address_1,city,state_province,postal_code,country,address_type\n"
        "1,7,PO Box 9,Chicago,IL,60699,US,postal\n2,7,12 Elm Street,Chicago,IL,60601,US,physical\n"
    ),
    "phones.csv": (
        "id,location_id,service_id,service_at_location_id,number,extension,type,description\n"
        "1,7,,,555-0100,,voice,\n2,,00501,,(555) 0199,4,voice,\n3,7,,,555-0101,,fax,\n4,7,,,555 0100,,voice,\n"
    ),
    "schedules.csv": (
        "id,service_id,service_at_location_id,freq,interval,byday,opens_at,closes_at\n"
        '1,,1,WEEKLY,1,"MO,TU,WE,TH,FR",11:00,13:00\n2,,1,WEEKLY,,SA,09:00,12:00\n'
    ),
    "languages.csv": "id,service_id,location_id,phone_id,name,code\n1,00501,,,English,en\n2,00501,,,Spanish,es\n",
    "service_areas.csv": "id,service_id,name,description,extent\n1,00501,Cook County,,\n",
    "required_documents.csv": "id,service_id,document,uri\n1,00501,Photo id,\n",
    "cost_options.csv": "id,service_id,option,currency,amount,amount_description\n1,00502,cash,USD,5,\n",
    "accessibility.csv": "id,location_id,description,details,url\n1,7,ramp,At the side,\n",
    "taxonomies.csv": "id,name,description\nT,AIRS,\n",
    "taxonomy_terms.csv": "id,code,name,description,taxonomy_id\nBD-1,BD,Food,,T\n",
    "attributes.csv": (
        "id,link_id,taxonomy_term_id,link_type,link_entity,value\n1,00501,BD-1,,service,\n2,00502,BD-1,,service,\n"
        "3,12,BD-1,,organization,\n"
    ),
    "meta_table_descriptions.csv": "",
}
"""3.0, with what real files have: a byte order mark, capitals and blanks in headings, a column of their own."""

HSDS_3_1: Files = {
    **HSDS_3_0,
    "service_capacity.csv": "id,service_id,unit_id,available,maximum\n1,00501,U,0,40\n",
    "url.csv": "id,label,url,service_id\n1,menu,https://menu.example.org,00501\n",
}
"""3.1."""

SINGULAR: Files = {
    {"service_at_location.csv": "service_at_location.csv", "addresses.csv": "address.csv"}.get(
        name, name.replace("ies.csv", "y.csv").replace("s.csv", ".csv")
    ): text
    for name, text in HSDS_3_0.items()
}
"""3.0 with the names of tables in the singular."""

PACKAGED: Files = {
    **{f"data/part-{number}.csv": text for number, text in enumerate(HSDS_3_0.values())},
    "datapackage.json": json.dumps({
        "resources": [
            {"name": name.removesuffix(".csv"), "path": f"data/part-{number}.csv"}
            for number, name in enumerate(HSDS_3_0)
        ] + [{"name": "programs", "path": "data/programs.csv"}, {"name": "services", "path": "../services.csv"}],
    }),
}  # fmt: skip
"""3.0 where only datapackage.json tells which file is which table."""

OHANA: Files = {
    "organizations.csv": f"id,name,description,email,website\n{_ORGANIZATION},https://kitchen.example.org\n",
    "locations.csv": "id,organization_id,name,latitude,longitude\n7,12,,41.885,-87.622\n",
    "addresses.csv": (
        "id,location_id,address_1,city,state_province,postal_code,country\n1,7,12 Elm Street,Chicago,IL,60601,US\n"
    ),
    "services.csv": (
        "id,location_id,name,description,status,how_to_apply,wait_time,fees,audience,eligibility,accepted_payments,"
        "languages,required_documents,service_areas,taxonomy_ids,website\n"
        '501,7,Hot meals,Lunch for everyone,active,Walk in,,Free,,adult,,"English, Spanish",Photo id,Cook County,101,\n'
    ),
    "phones.csv": "id,location_id,number,number_type\n1,7,555-0100,voice\n",
    "regular_schedules.csv": "id,service_id,weekday,opens_at,closes_at\n1,501,Friday,11:00,13:00\n",
    "taxonomy.csv": "taxonomy_id,name,parent_id,parent_name\n101,Food,,\n",
}
"""Ohana's: services have their place themselves, lists stand in one cell, ids are whole numbers."""

SERVICE: dict[str, Any] = {
    "id": "00501", "name": "Hot meals", "description": "Lunch for everyone", "status": "active",
    "application_process": "Walk in", "wait_time": "None", "fees_description": "Free", "minimum_age": 18,
    "eligibility_description": "adult", "maximum_age": 99, "assured_date": "2026-10-01", "alert": None,
    "organization": {
        "id": "12", "name": "Elm Street Kitchen", "description": "Meals and more", "email": "kitchen@example.org",
        "website": "https://kitchen.example.org",
    },
    "phones": [{"id": "2", "number": "(555) 0199", "extension": 4, "type": "voice"}],
    "service_areas": [{"id": "1", "name": "Cook County"}],
    "required_documents": [{"id": "1", "document": "Photo id"}],
    "languages": [{"id": "1", "name": "English", "code": "en"}, {"id": "2", "name": "Spanish", "code": "es"}],
    "attributes": [{"id": "1", "taxonomy_term": {"id": "BD-1", "name": "Food"}}],
    "service_at_locations": [{
        "id": "1",
        "schedules": [
            {"id": "1", "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": "11:00", "closes_at": "13:00"},
            {"freq": "WEEKLY", "byday": "SA", "opens_at": "09:00", "closes_at": "12:00"},
        ],
        "location": {
            "id": "7", "location_type": "physical", "latitude": 41.885, "longitude": -87.622,
            "addresses": [{
                "id": "2", "address_1": "12 Elm Street", "city": "Chicago", "state_province": "IL",
                "postal_code": "60601", "country": "US", "address_type": "physical",
            }],
            "phones": [{"id": "1", "number": "555-0100", "type": "voice"},
                       {"id": "3", "number": "555-0101", "type": "fax"}],
            "accessibility": [{"id": "1", "description": "ramp", "details": "At the side"}],
        },
    }],
}  # fmt: skip
"""A service as an API of 3.x gives it, whole."""


def page(services: list[dict[str, Any]], number: int = 1, pages: int = 1) -> dict[str, Any]:
    """A page of an API."""
    return {
        "total_items": len(services), "total_pages": pages, "page_number": number, "size": len(services),
        "first_page": number == 1, "last_page": number == pages, "empty": not services, "contents": services,
    }  # fmt: skip


def put(folder: Path, files: Files) -> Path:
    """The files in a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder
