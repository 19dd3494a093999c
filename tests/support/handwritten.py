"""One aim written in five styles, each with what an editor of text might trip over."""

BLOCK = """\
# Aim 1, as the board approved it.
id: 1
title: Dysgu – “teaching” 🎓

areas:
  - id: 1a
    title: Reading

    activities:
      # the first thing
      - id: 1a.1
        title: Choose a scheme        # by the summer
        leads: [JK]
        when: Spring 2025             # not later

      - id: 1a.2
        title: "Train: everybody"
        when:
          Launch: January 2025
          Develop further: 'Spring and Summer 2025'
        success:
          - All of them

          - at once
      # about 1a.3
      - id: 1a.3
        title: >-
          Keep
          it up
        when: Autumn 2024 and
          ongoing
        moved:
          - {from: Spring 2025, date: 2024-11-01, agreed: Trustees, why: "Late, again"}
          # nobody liked it

      - id: 1a.4
        when: "Spring 2026"
        title: Last of the area
        moved:
          - from: Spring 2025
            date: 2024-11-01
            agreed: Trustees
            why: |
              They said so.
              Twice.


    kpis: []
  - id: 1b
    title: Writing
    activities:
      - id: 1b.1
        title: The end
        when: termly
        detail: |+
          Kept with its blank lines.


"""

FLUSH = """\
id: 1
title: Teaching
areas:
- id: 1a
  title: Reading
  activities:
  - id: 1a.1
    title: Choose
    when: Spring 2025
  -   id: 1a.2
      when: >-
        Spring
        2025
      title: Wide
      moved:
      -   {from: Autumn 2024, date: 2024-10-01, agreed: Trustees}
  - title: Id last
    when: |   # a comment
      Spring 2025
    id: 1a.3
    moved:
    - date: 2024-11-01
      from: Autumn 2024
- id: 1b
  title: Writing
  activities:
  -
    id: 1b.1
    title: Alone
    when: ad hoc\
"""

FLOW = """\
id: 1
title: Teaching
areas: [
  {id: 1a, title: Reading, activities: [
    {id: 1a.1, title: Choose, when: Spring 2025},   # one
    {id: 1a.2, title: "Two, and more", when: {Launch: January 2025, Then: "Spring 2025"}, leads: [JK]},
    {id: 1a.3, title: Three, when: 'Spring 2025', moved: [{from: Autumn 2024, date: 2024-10-01}]},
    {id: 1a.4, title: Four, when: Spring 2025, moved: [
      {from: Autumn 2024, date: 2024-10-01, agreed: A},
      {from: January 2025, date: 2024-11-01, agreed: B}
    ]},
    {id: 1a.5, title: Five,
     when: Spring 2025,
     moved: [], },
    { id: 1a.6 , title: Six , when: Spring 2025 , },
  ]},
]
"""

MIXED = """\
id: "1"
title: 'Teaching'
areas:
    - id: '1a'
      title: Reading
      activities:
          - {id: 1a.1, title: Choose, when: Spring 2025}
          - id: "1a.2"
            "title": Quoted keys
            "when": "Spring 2025"
            'moved':   [{'from': "Autumn 2024", "date": '2024-10-01'}]   # short
          - id: 1a.3
            title: Milestones in braces
            when: {Launch: January 2025, Then: Spring 2025}
            # the end of it
          - id: 1a.4
            title: Long ago
            when: Spring 2025
            moved: [{from: Autumn 2024, date: 2024-10-01},
                    {from: January 2025, date: 2024-11-01}]
"""

MARKED = (
    "\ufeff"
    + """\
---
id: 1
title: Teaching


areas:
  - id: 1a
    title: Reading
    activities:


      - id: 1a.1
        title: Choose

        when: Spring 2025

        # a comment between

        detail: And so on

      # far from everything


      - id: 1a.2
        title: The other
        when:

          A: Spring 2025


          B: Summer 2025  # ½ of it
...
"""
)

STYLES = {"block": BLOCK, "flush": FLUSH, "flow": FLOW, "mixed": MIXED, "marked": MARKED}
