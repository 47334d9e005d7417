"""Under which field is each personal datum of the registry sealed, by what is it found, and how is it shown?"""

from dataclasses import dataclass

from huxin.base.chinese import mask_id, mask_name, mask_phone, normal_name, read_id, read_mobile
from huxin.base.errors import NotPossible
from huxin.orgs.personal import decrypt, digest, encrypt
from huxin.registry.models import AdmissionRequest, Enterprise, Worker

NAME, IDENTITY, PHONE = "registry_worker.name", "registry_worker.id", "registry_worker.phone"
ENTERPRISE_PHONE = "registry_enterprise.phone"
APPLICANT_PHONE = "registry_admissionrequest.phone"
RECORD = "registry_sighting.record"


@dataclass(frozen=True, slots=True)
class Person:
    """The personal data of a worker in normal form, checked; a number that is not known is empty."""

    name: str
    identity: str = ""
    phone: str = ""

    @property
    def name_digest(self) -> str:
        """By which the name is found."""
        return digest("name", self.name)

    @property
    def id_digest(self) -> str | None:
        """By which the identity number is found; nothing where it is not known."""
        return digest("id", self.identity) if self.identity else None

    @property
    def phone_digest(self) -> str:
        """By which the telephone number is found."""
        return digest("phone", self.phone) if self.phone else ""


def read_person(*, name: str, identity: str = "", phone: str = "") -> Person:
    """What was typed about a person, in normal form; NotPossible says which number is wrong."""
    plain = normal_name(name)
    if not 1 < len(plain) <= 40:
        raise NotPossible("请填写劳动者的姓名（2至40个字）。")
    try:
        return Person(
            plain,
            read_id(identity).number if identity.strip() else "",
            read_mobile(phone) if phone.strip() else "",
        )
    except ValueError as wrong:
        raise NotPossible(str(wrong)) from None


def sealed(person: Person) -> dict[str, str | None]:
    """The columns of a worker in which this person is kept."""
    return {
        "name_sealed": encrypt(person.name, NAME),
        "name_digest": person.name_digest,
        "id_sealed": encrypt(person.identity, IDENTITY) if person.identity else "",
        "id_digest": person.id_digest,
        "phone_sealed": encrypt(person.phone, PHONE) if person.phone else "",
        "phone_digest": person.phone_digest,
    }


def person_of(worker: Worker) -> Person:
    """In clear, for the domain itself; what a person is to read goes through the action `reveal`."""
    return Person(
        decrypt(worker.name_sealed, NAME),
        decrypt(worker.id_sealed, IDENTITY) if worker.id_sealed else "",
        decrypt(worker.phone_sealed, PHONE) if worker.phone_sealed else "",
    )


@dataclass(frozen=True, slots=True)
class Masked:
    """A person as every page shows him."""

    name: str
    identity: str
    phone: str


def masked(worker: Worker) -> Masked:
    """王*, 532601********1234, 138****1234."""
    person = person_of(worker)
    return Masked(mask_name(person.name), mask_id(person.identity), mask_phone(person.phone))


def masked_enterprise_phone(enterprise: Enterprise) -> str:
    """The number of the firm's contact, masked where it is a mobile phone."""
    return mask_phone(decrypt(enterprise.phone_sealed, ENTERPRISE_PHONE)) if enterprise.phone_sealed else ""


def masked_applicant_phone(request: AdmissionRequest) -> str:
    """The number of who asks for access."""
    return mask_phone(decrypt(request.phone_sealed, APPLICANT_PHONE))
