"""Lives and households: what the constraints of the register promise, asked of every row."""

from huji.quality.doctor.values import RESTORE, Check, Weight
from huji.standards import Text

CHECKS = (
    Check(
        "life.tiled",
        Text("每人自出生起每日的户籍状态", "standings of every life since birth"),
        Text(
            "某人自出生起有一天没有户籍状态，或状态在出生之前。",
            "A person is lost on some day since birth, or stands before it.",
        ),
        RESTORE,
        """select p.id from person p
             left join (select person, range_agg(valid) as days from standing
                         where upper_inf(known) group by person) s
               on s.person = p.id
            where s.days is distinct from datemultirange(daterange(p.born, null))""",
        ("person", "standing"),
    ),
    Check(
        "life.overlap",
        Text("同一人的状态是否重叠", "standings of one person that overlap"),
        Text(
            "某人在同一天、同一认知时刻有两种状态。",
            "On one day, as known at one time, a person stands twice.",
        ),
        RESTORE,
        """select distinct person from (
             select person, lower(valid) as since, lower(known) as n, upper(known) as superseded,
                    lead(lower(valid)) over w as next, upper(valid) as until
               from standing where upper_inf(known) window w as (partition by person order by lower(valid))) s
            where next < coalesce(until, 'infinity')
           union
           select a.person from standing a join standing b
             on a.person = b.person and a.ctid < b.ctid and a.valid && b.valid and a.known && b.known
            where not upper_inf(a.known)""",
        ("standing",),
    ),
    Check(
        "life.one_number",
        Text("人与公民身份号码的对应", "citizen numbers and whose they are"),
        Text(
            "公民身份号码为两人所有，或一人没有、同时有两个号码。",
            "A citizen number belongs to two, or a person has none or two at once.",
        ),
        RESTORE,
        """select distinct person from (
             select person, min(person) over w <> max(person) over w as shared from citizen_number
              window w as (partition by number)) n where shared
           union
           select a.person from citizen_number a join citizen_number b
             on a.person = b.person and a.ctid < b.ctid and a.valid && b.valid and a.known && b.known""",
        ("citizen_number",),
    ),
    Check(
        "life.items",
        Text("每人的登记项目", "items of every person"),
        Text("某人没有现在相信的登记项目。", "Of a person no items are believed."),
        RESTORE,
        """select p.id from person p
            where not exists (select from particulars i where i.person = p.id and upper_inf(i.known))
              and not exists (select from standing s where s.person = p.id and s.kind = 'ended'
                                 and lower(s.valid) = p.born and upper_inf(s.known))""",
        ("person", "particulars", "standing"),
    ),
    Check(
        "household.head",
        Text("有人的家庭户每日的户主", "the head of a family household on every day"),
        Text("某户有一天没有户主。", "A household has no head on some day."),
        RESTORE,
        """select h.id from household h
             join (select household, range_agg(valid) as lived,
                          range_agg(valid) filter (where relation = '02') as headed
                     from standing where upper_inf(known) and household is not null group by household) s
               on s.household = h.id
            where h.kind = 'family' and s.headed is distinct from s.lived""",
        ("household", "standing"),
    ),
    Check(
        "household.two_heads",
        Text("一户同日的户主人数", "heads of one household on one day"),
        Text("某户在同一天有两名户主。", "A household has two heads on one day."),
        RESTORE,
        """select household from (
             select household, lead(lower(valid)) over w as next, upper(valid) as until from standing
              where relation = '02' and upper_inf(known)
             window w as (partition by household order by lower(valid))) s
            where next < coalesce(until, 'infinity')""",
        ("standing",),
    ),
    Check(
        "household.office",
        Text("人与其户的登记机关", "offices of members and of their household"),
        Text(
            "某人登记在一户中，但登记的派出所不是管辖该户的派出所。",
            "A person is registered in a household that another office keeps.",
        ),
        RESTORE,
        """select distinct s.person from standing s
             join household_address a on a.household = s.household and upper_inf(a.known)
              and a.valid && s.valid and a.office <> s.office
            where upper_inf(s.known) and s.household is not null""",
        ("standing", "household_address"),
    ),
    Check(
        "household.seat",
        Text("有人的户的地址", "addresses of households with members"),
        Text("某户在有人登记的日子没有地址。", "A household has members on a day without an address."),
        RESTORE,
        """select s.household from
             (select household, range_agg(valid) as lived from standing
               where upper_inf(known) and household is not null group by household) s
             left join (select household, range_agg(valid) as seated from household_address
                         where upper_inf(known) group by household) a on a.household = s.household
            where a.seated is null or not a.seated @> s.lived""",
        ("standing", "household_address"),
    ),
    Check(
        "kinship.both_sides",
        Text("婚姻双方的登记", "both sides of every marriage"),
        Text("一方登记为配偶，另一方没有。", "One is held to be the other's spouse, the other is not."),
        RESTORE,
        """select k.person from kinship k where k.kind = 'spouse' and upper_inf(k.known) and not exists (
             select from kinship o where o.person = k.relative and o.relative = k.person and o.kind = 'spouse'
                and upper_inf(o.known) and o.valid = k.valid)""",
        ("kinship",),
    ),
    Check(
        "kinship.two_parents",
        Text("同一天的父母", "parents on one day"),
        Text("同一天登记有两名以上的父母。", "More than two are held to be somebody's parents on one day."),
        RESTORE,
        """with many as (select person from kinship where kind = 'parent' and upper_inf(known)
                          group by person having count(*) > 2)
           select distinct one.person from many
             join kinship one on one.person = many.person and one.kind = 'parent' and upper_inf(one.known)
            where (select count(*) from kinship other
                    where other.person = one.person and other.kind = 'parent' and upper_inf(other.known)
                      and other.valid @> lower(one.valid)) > 2""",
        ("kinship",),
    ),
    Check(
        "kinship.ended",
        Text("与已注销的人的婚姻登记", "marriages with those who have ended"),
        Text(
            "一方已死亡或者注销，婚姻登记仍延续。",
            "A marriage goes on with one who has died or turned out to be nobody.",
        ),
        RESTORE,
        """select k.person from kinship k join standing s on s.person = k.relative and upper_inf(s.known)
              and s.kind = 'ended' and s.valid && k.valid
            where k.kind = 'spouse' and upper_inf(k.known)""",
        ("kinship", "standing"),
    ),
    Check(
        "address.ended",
        Text("登记在已停用地址的户", "households at addresses that have ended"),
        Text(
            "地址已停用（拆除、改编），户口仍登记在此。",
            "An address has ended (demolished, renumbered) and a household is still registered there.",
        ),
        Text(
            "由派出所核实后办理移居或地址变更。", "The office looks, then moves the household or the address."
        ),
        """select distinct a.household from household_address a join places_address p on p.id = a.address
             join standing s on s.household = a.household and upper_inf(s.known) and upper_inf(s.valid)
            where upper_inf(a.known) and upper_inf(a.valid) and p.until is not null""",
        ("household_address", "places_address", "standing"),
        Weight.DUE,
    ),
    Check(
        "address.orphaned",
        Text("户的派出所与其地址的派出所", "offices of households and of their addresses"),
        Text(
            "地址所在社区或村现由另一派出所管辖，或无人管辖。",
            "The community or village of the address is kept by another office, or by none.",
        ),
        Text("用区划变更一并调整，或改派管辖。", "Let a change of places carry the households over."),
        """select a.household from household_address a join places_address p on p.id = a.address
            where upper_inf(a.known) and upper_inf(a.valid)
              and exists (select from standing s where s.household = a.household and upper_inf(s.known)
                             and upper_inf(s.valid))
              and not exists (select from places_office_area r where r.division = p.division
                                 and upper_inf(r.known) and upper_inf(r.valid) and r.office = a.office)""",
        ("household_address", "places_address", "places_office_area", "standing"),
        Weight.DUE,
    ),
)
