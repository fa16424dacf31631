"""What the comparison of two portraits must find: run by pytest, without Odoo."""

import copy
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from devtool.compare import Expected, differences, shortened

PORTRAIT = {
    "rows of social_risk": {
        "7": {"name": "Road", "state": "draft", "XML id": ["social_program.road"]},
        "12": {"name": "Rain", "state": "closed"},
    },
    "rows of social_risk_rel": {"risk=7 user=3": {}},
    "figures of social.budget": {"1": {"amount_spent": 12.5, "display_name": "W"}},
    "reports on social.grant": {
        "1": {"budget": {"rows": [{"name": "Pump", "spent": 3.0}], "total": 3.0}}
    },
    "rights on social.risk": {
        "officer": {"model": ["read"], "read": [7], "finds": [7]}
    },
    "ir.rule": {"risk_rule": {"domain_force": "[('program_id.mine', '=', True)]"}},
}


class TestDifferences(unittest.TestCase):
    def setUp(self):
        self.after = copy.deepcopy(PORTRAIT)

    def found(self, **expected):
        self.expected = Expected(**expected)
        found = differences(PORTRAIT, self.after, self.expected)
        return [line for lines in found.values() for line in lines]

    def test_equal(self):
        self.assertEqual(self.found(), [])
        self.assertEqual(self.expected.unused(), [])

    def test_lost_row(self):
        del self.after["rows of social_risk"]["12"]
        (line,) = self.found()
        self.assertIn("rows of social_risk 12: gone", line)
        self.assertIn("Rain", line)

    def test_lost_link(self):
        self.after["rows of social_risk_rel"] = {}
        (line,) = self.found()
        self.assertIn("risk=7 user=3: gone", line)

    def test_row_from_nowhere(self):
        self.after["rows of social_risk"]["13"] = {"name": "Twice", "state": "draft"}
        (line,) = self.found()
        self.assertIn("rows of social_risk 13: new", line)

    def test_record_of_a_new_file(self):
        self.after["rows of social_risk"]["13"] = {"XML id": ["social_program.new"]}
        self.assertEqual(self.found(), [])

    def test_record_that_was_made_anew(self):
        rows = self.after["rows of social_risk"]
        rows["13"] = rows.pop("7")
        (line,) = self.found()
        self.assertIn("rows of social_risk 7: gone", line)

    def test_emptied_column(self):
        self.after["rows of social_risk"]["7"]["name"] = None
        (line,) = self.found()
        self.assertEqual(
            line, "rows of social_risk 7 (social_program.road).name: Road → None"
        )

    def test_gone_column_is_named(self):
        for row in self.after["rows of social_risk"].values():
            del row["name"]
        (line,) = self.found()
        self.assertEqual(line, "rows of social_risk: the field name is gone")
        self.assertEqual(self.found(gone={"social.risk.name"}), [])
        self.assertEqual(self.expected.unused(), [])

    def test_gone_table_is_named(self):
        del self.after["rows of social_risk"]
        self.assertEqual(self.found(), ["rows of social_risk: gone"])
        self.assertEqual(self.found(gone={"social.risk"}), [])

    def test_new_column_and_table_are_right(self):
        self.after["rows of social_risk"]["7"]["note"] = "x"
        self.after["rows of social_shelter"] = {"1": {"name": "Hall"}}
        self.assertEqual(self.found(), [])

    def test_changed_amount(self):
        self.after["figures of social.budget"]["1"]["amount_spent"] = 12.51
        (line,) = self.found()
        self.assertEqual(
            line, "figures of social.budget 1 (W).amount_spent: 12.5 → 12.51"
        )

    def test_changed_type(self):
        self.after["figures of social.budget"]["1"]["amount_spent"] = None
        self.assertEqual(len(self.found()), 1)

    def test_inside_a_report(self):
        budget = self.after["reports on social.grant"]["1"]["budget"]
        budget["rows"][0]["spent"] = 4.0
        budget["rows"].append({"name": "Pump again", "spent": 0.0})
        budget["note"] = "new"
        lines = self.found()
        self.assertEqual(len(lines), 3)
        self.assertIn("budget.rows[0].spent: 3.0 → 4.0", lines[1])
        self.assertIn("budget.rows[1]: nothing →", lines[2])

    def test_widened_and_narrowed_right(self):
        rights = self.after["rights on social.risk"]["officer"]
        rights["read"] = [7, 12]
        rights["finds"] = []
        self.assertEqual(
            self.found(),
            [
                "rights on social.risk officer.read: more: [12]",
                "rights on social.risk officer.finds: no longer [7]",
            ],
        )

    def test_new_operation(self):
        rights = self.after["rights on social.risk"]["officer"]
        rights["model"] = ["read", "unlink"]
        rights["unlink"] = [7]
        self.assertEqual(
            self.found(), ["rights on social.risk officer.model: more: ['unlink']"]
        )

    def test_order_of_a_list(self):
        self.after["rights on social.risk"]["officer"]["model"] = ["read", "read"]
        self.assertEqual(len(self.found()), 1)

    def test_renamed_state(self):
        self.after["rows of social_risk"]["7"]["state"] = "open"
        self.assertEqual(len(self.found()), 1)
        renamed = {"social.risk.state": {"draft": "open"}}
        self.assertEqual(self.found(renamed=renamed), [])
        self.assertEqual(self.expected.unused(), [])

    def test_state_that_was_not_renamed(self):
        renamed = {"social.risk.state": {"draft": "open"}}
        (line,) = self.found(renamed=renamed)
        self.assertIn("open → draft", line)

    def test_right_difference(self):
        del self.after["ir.rule"]["risk_rule"]
        self.assertEqual(len(self.found(right={"ir.rule issue_*": "merged"})), 1)
        self.assertEqual(len(self.expected.unused()), 1)
        self.assertEqual(self.found(right={"ir.rule risk_*": "merged"}), [])
        self.assertEqual(self.expected.unused(), [])

    def test_entries_that_no_longer_apply(self):
        self.found(
            gone={"social.risk.level", "social.old"},
            renamed={"social.issue.state": {"draft": "open"}},
        )
        self.assertEqual(len(self.expected.unused()), 3)

    def test_long_texts_part_where_they_differ(self):
        start = "a" * 500
        rule = self.after["ir.rule"]["risk_rule"]
        before = {"ir.rule": {"r": {"domain_force": f"{start}, 1)]"}}}
        rule["domain_force"] = f"{start}, 2)]"
        ((line,),) = differences(before, {"ir.rule": {"r": rule}}).values()
        self.assertLess(len(line), 200)
        self.assertIn(", 1)] → …", line)

    def test_rights_on_new_rows_hide_no_widened_ones(self):
        def portrait(rows, readable):
            return {
                "rows of mail_activity": {str(number): {} for number in rows},
                "rights on mail.activity": {"officer": {"read": readable}},
            }

        before = portrait([1, 2], [1])
        self.assertEqual(differences(before, portrait([1, 2, 3], [1, 3])), {})
        ((line,),) = differences(before, portrait([1, 2, 3], [1, 2, 3])).values()
        self.assertIn("more: [2]", line)

    def test_many_differences_hide_no_other_section(self):
        found = {"one": [f"one {number}" for number in range(6)], "two": ["two 0"]}
        self.assertEqual(
            shortened(found, 2), ["one 0", "one 1", "one: 4 more", "two 0"]
        )


if __name__ == "__main__":
    unittest.main()
