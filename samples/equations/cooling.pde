# A mug of hot water that cools, measured each minute: the water warms the mug, whose temperature nobody measured, and the mug the room
domain minutes in [0, 221]
unknown water, mug
estimate a in [0.001, 10]
estimate b in [0.001, 10]
estimate c in [0.001, 10]
estimate room in [10, 25.8]
equation water_minutes = -a*(water - mug)
equation mug_minutes = b*(water - mug) - c*(mug - room)
at minutes=0: mug = room
data ../data/cooling.csv columns minutes,water
