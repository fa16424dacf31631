"""People who are served, and their enrollments."""

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import models

FEMALE = "Agnes Anastasia Ayu Bunga Citra Elisabet Fitri Indah Kartika Lestari Lusia"
FEMALE += " Maria Melati Nona Putri Regina Rini Sari Theresia Wulan Yuliana Yustina"
MALE = "Adi Andreas Arif Bayu Benediktus Budi Dedi Fransiskus Gilang Hendrikus Iwan"
MALE += " Joko Kristoforus Luis Marsel Petrus Rizky Sigit Tomas Wahyu Yakobus Yoga"
FLORES = "Jelalu Gabur Hamin Jegaut Kasim Lanur Madur Nggarang Pantur Sehadun Tatu"
JAVA = "Hartono Kurniawan Lestari Mulyono Nugraha Pratama Rahayu Santoso Utami Wibowo"

CHILDREN = range(6, 15)
EVERYBODY = range(1, 78, 3)


class SocialProgramDemo(models.AbstractModel):
    _inherit = "social.program.demo"

    def _load_people(self):
        """Register 156 people and their enrollments."""
        self = self._of_company("officer")
        water = self._people("water", 96, FLORES, EVERYBODY)
        learning = self._people("learning", 60, JAVA, CHILDREN)
        people = self.env["social.beneficiary"].create(water + learning)
        self.env["social.enrollment"].create(
            [self._enrollment(person, number) for number, person in enumerate(people)]
        )

    def _people(self, program, count, families, ages):
        areas = {
            "water": ("wae_lembah", "golo_sewu", "compang_indah"),
            "learning": ("kampung_kali", "kampung_sawah"),
        }[program]
        families = families.split()
        values = []
        for number in range(count):
            female = number % 2 == 0 or number % 11 == 0
            first = (FEMALE if female else MALE).split()
            age = relativedelta(
                years=ages[number * 5 % len(ages)], days=number * 37 % 365
            )
            values.append(
                {
                    "name": f"{first[number * 7 % len(first)]}"
                    f" {families[number * 3 % len(families)]}",
                    # Not everybody tells everything.
                    "sex": False
                    if number % 41 == 40
                    else "female"
                    if female
                    else "male",
                    "birth_date": False if number % 29 == 28 else date.today() - age,
                    "program_id": self._demo(f"program_{program}").id,
                    "area_id": self._demo(f"area_{areas[number % len(areas)]}").id,
                    "company_id": self.env.company.id,
                }
            )
        return values

    def _enrollment(self, person, number):
        states = {7: "completed", 12: "exited", 18: "waitlisted", 23: "applied"}
        state = states.get(number % 25, "enrolled")
        applied = self._day(number * 5 % 8, 2 + number % 9)
        values = {
            "beneficiary_id": person.id,
            "program_id": person.program_id.id,
            "company_id": person.company_id.id,
            "state": state,
            "date_applied": applied,
        }
        if state in ("enrolled", "completed", "exited"):
            values["date_enrolled"] = applied + relativedelta(days=6)
        if state in ("completed", "exited"):
            values["date_end"] = applied + relativedelta(days=24)
        if state == "exited":
            values["exit_reason"] = "Moved away with the family"
        return values
