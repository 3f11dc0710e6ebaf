# Prey x and predators y, counted 40 times with errors of 1% of their spread; the truth is a = 2/3, b = 4/3, c = 1, d = 1
domain t in [0, 20]
unknown x, y
estimate a in [0.1, 10]
estimate b in [0.1, 10]
estimate c in [0.1, 10]
estimate d in [0.1, 10]
equation x_t = a*x - b*x*y
equation y_t = c*x*y - d*y
data lotka-volterra.csv columns t,x,y
