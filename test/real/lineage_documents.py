"""Writes documents of lineage with the libraries of their makers, and reads one of ours."""
import sys
from datetime import datetime, timezone
from pathlib import Path

from huggingface_hub import DatasetCardData, ModelCardData
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import column_lineage_dataset, dataset_version_dataset
from openlineage.client.serde import Serde
from prov.model import ProvDocument, ProvDerivation
from prov.tests import examples
from spdx_python_model import v3_0_1 as spdx

folder = Path(sys.argv[1])


def write(name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def cards():
    chat = ModelCardData(base_model=["meta/base"], datasets=["acme/talk"], license="mit", library_name="peft", language="no")
    talk = DatasetCardData(source_datasets=["extended|squad"], license="cc-by-4.0", task_categories=["question-answering"])
    write("cards/acme/chat/README.md", f"---\n{chat.to_yaml()}\n---\n# Chat\n")
    write("cards/datasets/acme/talk/README.md", f"---\n{talk.to_yaml()}\n---\n# Talk\n")


def openlineage():
    def field(name, column, kind):
        change = column_lineage_dataset.Transformation(type=kind, subtype="IDENTITY" if kind == "DIRECT" else "FILTER")
        return column_lineage_dataset.InputField("s3://lake", name, column, [change])

    facets = {
        "columnLineage": column_lineage_dataset.ColumnLineageDatasetFacet(
            fields={"text": column_lineage_dataset.Fields(inputFields=[field("raw", "text", "DIRECT")])},
            dataset=[field("blocked", "id", "INDIRECT")],
        ),
        "version": dataset_version_dataset.DatasetVersionDatasetFacet(datasetVersion="9"),
    }

    def event(state, outputs):
        return Serde.to_json(
            RunEvent(
                eventType=state,
                eventTime="2026-05-01T10:00:00.000Z",
                run=Run(runId="0190aaaa-0000-7000-8000-000000000001"),
                job=Job(namespace="etl", name="clean"),
                inputs=[InputDataset("s3://lake", name) for name in ("raw", "blocked", "unused")],
                outputs=outputs,
                producer="https://acme.example/etl",
            )
        )

    start = event(RunState.START, [OutputDataset("s3://lake", "clean")])
    complete = event(RunState.COMPLETE, [OutputDataset("s3://lake", "clean", facets=facets)])
    write("openlineage.ndjson", f"{start}\n{complete}\n")


def ai_bom():
    created = spdx.CreationInfo()
    created.specVersion = "3.0.1"
    created.created = datetime(2026, 1, 1, tzinfo=timezone.utc)

    def element(kind, name, **fields):
        made = kind()
        made._id = f"https://acme.example/{name}"
        made.creationInfo = created
        for key, value in {"name": name, **fields}.items():
            setattr(made, key, value)
        return made

    def relationship(name, source, kind, target):
        made = element(spdx.Relationship, name, from_=source, relationshipType=kind)
        made.to.append(target)
        return made

    acme = element(spdx.Organization, "Acme")
    created.createdBy.append(acme)
    model = element(spdx.ai_AIPackage, "chat", software_packageVersion="2", suppliedBy=acme)
    data = element(spdx.dataset_DatasetPackage, "talk", software_downloadLocation="https://huggingface.co/datasets/acme/talk")
    data.dataset_datasetType.append(spdx.dataset_DatasetType.text)
    licence = element(spdx.simplelicensing_LicenseExpression, "licence", simplelicensing_licenseExpression="Apache-2.0")
    kinds = spdx.RelationshipType
    elements = [
        created, acme, model, data, licence,
        relationship("trained", model, kinds.trainedOn, data),
        relationship("tested", model, kinds.testedOn, data),
        relationship("licensed", model, kinds.hasDeclaredLicense, licence),
    ]
    with open(folder / "spdx.json", "wb") as file:
        spdx.JSONLDSerializer().write(spdx.SHACLObjectSet(elements), file)


def provenance():
    for name, make in examples.tests:
        write(f"prov/{name.replace(' ', '-')}.json", make().serialize(format="json"))
    ours = ProvDocument.deserialize(sys.argv[2], format="json")
    for record in ours.get_records(ProvDerivation):
        (_, generated), (_, used) = record.formal_attributes[:2]
        print(generated.localpart, used.localpart)


cards()
openlineage()
ai_bom()
provenance()
