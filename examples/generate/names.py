"""Names of people who do not exist, as varied as in a county's list."""

from random import Random

# With weights near their frequency in western Henan.
SURNAMES = ["王9", "李9", "张9", "刘7", "赵5", "陈4", "杨4", "郭4", "马3", "孙3", "朱2", "高2", "董3", "韩2", "常2", "宋2", "吴2", "段2", "石2", "卫1", "程2", "冯2", "贾2", "孟1", "周2", "徐1", "胡2", "许1", "任2", "姚1", "雷1", "侯1", "史1", "邢1", "牛1", "宁1", "卢1", "黄2", "曹1", "何1", "武1", "范1", "温1", "席1", "潘1", "苏1", "梁1", "田1", "白1", "郝1", "尚1", "金1", "谷1", "柴1", "关1", "景1", "仝1", "靳1", "薛1", "丁1", "崔1", "魏1", "邓1", "秦1", "乔1", "梅1", "万1", "蒋1", "郑2", "吕1", "申1", "裴1", "葛1", "介1", "翟1", "权1", "陶1", "毛1"]
ELDER = ["建国", "建军", "国强", "志强", "保国", "铁山", "福来", "长有", "石头", "根生", "拴柱", "天保", "金锁", "来运", "新民", "全喜", "西林", "振海", "治安", "留根", "荣花", "秀兰", "桂芳", "玉梅", "改英", "淑贞", "巧云", "春花", "爱菊", "翠平", "凤琴", "玉霞", "香莲", "雪荣", "喜梅", "秋菊", "月娥", "金枝", "瑞英", "会珍"]
MIDDLE = ["伟", "勇", "超", "军", "涛", "峰", "磊", "明", "辉", "鹏", "斌", "波", "亮", "强", "刚", "平", "红", "丽", "娟", "静", "敏", "艳", "霞", "芳", "燕", "玲", "娜", "洁", "慧", "琳"]
FIRST = ["文", "晓", "志", "海", "建", "新", "国", "永", "宏", "俊", "少", "红", "玉", "雪", "春", "秋", "丽", "亚", "小", "振", "万", "占", "学", "松", "克", "彦", "利", "世", "庆", "向"]
LAST = ["山", "林", "峰", "波", "涛", "军", "民", "华", "平", "东", "强", "伟", "杰", "辉", "刚", "锋", "阳", "超", "明", "亮", "霞", "芳", "玲", "燕", "丽", "娟", "静", "梅", "萍", "琴", "红", "英", "洁", "敏", "锁", "祥", "来", "有", "乐", "安", "顺", "召", "现", "卿", "周", "社", "占", "涛", "朝", "须"]


def full_name(random: Random) -> str:
    """A surname, and a given name of one or two characters."""
    surname = random.choices([s[:-1] for s in SURNAMES], [int(s[-1]) for s in SURNAMES])[0]
    draw = random.random()
    if draw < 0.2:
        return surname + random.choice(MIDDLE)
    if draw < 0.5:
        return surname + random.choice(ELDER)
    return surname + random.choice(FIRST) + random.choice(LAST)


class Register:
    """Names without repetition, for lists where two alike would confuse."""

    def __init__(self, random: Random, taken: tuple[str, ...] = ()) -> None:
        self._random = random
        self._taken = set(taken)

    def next(self) -> str:
        while (name := full_name(self._random)) in self._taken:
            pass
        self._taken.add(name)
        return name
