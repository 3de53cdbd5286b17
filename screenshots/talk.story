sees This is for two people
shot card
press enter
pass 24
sees 1:06
shot breath
press enter
sees How heated are you?
pass 3
sees 0:07
shot heat
press 4 enter
press 3 enter
sees Still warm.
press enter
press 3 enter
press 2 enter
sees Who starts?
shot coin
press enter
sees Which one thing?
press enter
write who puts the kids to bed
press enter
sees One moment, not the whole history.
write When I do bedtime alone three nights in a row, I felt like the only parent. It matters to me because
pass 31
sees 0:59
shot speak
write  that hour is the only one I get with them.
press enter
sees Read it once.
press enter
sees Say back what you heard.
write For you it's not about fairness. You never get the nice part of the evening.
pass 19
sees 0:26
shot mirror
press enter
sees Did that land?
shot confirm
press f enter
sees Is there more?
press s enter
sees One breath.
pass 6
sees Take the keyboard.
shot hand-over
press enter
sees has the floor
write When I come in late and the door is closed, I felt like a guest. It matters to me because I run for that train
pass 40
sees 0:50
shot speak-right
press escape
sees The clock is stopped.
shot menu
press escape
press enter
press enter
write For you the evening is over before you are home.
press enter
press j enter
press l enter
sees One breath.
pass 6
sees How heated are you now?
press 3 enter
press 2 enter
sees these pages are yours alone
press enter
write The bedroom door was closed at ten past eight.
press enter
write I come last.
press enter
sees Pick one that could also be true.
pass 8
sees 1:07
shot private
press 1 enter
sees Were you maybe worn out?
shot ask
press j enter
sees What was it like for you?
write Worn out, and I had promised them a story.
press enter
press enter
press enter
sees these pages are yours alone
press enter
press enter
press enter
press 4 enter
press f enter
press enter
press enter
press enter
sees Turn it round
press enter
write I'd love us to have one calm hour with them, both of us in it.
press enter
press enter
write I'd love us to come home to each other first.
press enter
press enter
sees these pages are yours alone
press enter
write One evening when I am not in charge.
press enter
write Which evening.
press enter
press enter
write Ten minutes to land.
press enter
write Who reads the story.
press enter
sees What matters, and what could bend.
shot bend
press enter
press enter
sees One idea.
write Phones in the hall until the kids are down.
press enter
press enter
write Ten minutes on the sofa first, then I take over.
press enter
press enter
sees One idea.
write Alex does Tuesdays and Thursdays, whatever the trains do.
pass 12
sees 0:18
shot idea
press enter
press enter
press enter
press enter
press enter
sees How is this one for you?
shot rate
press 3 enter 2 enter 4 enter
press 4 enter 4 enter 2 enter
sees Phones in the hall until the kids are down.
sees nobody is left short
pass 4
sees 0:16
press f j
shot pick
press enter
sees If …
press enter
write If it is seven and we are both home, then I will put both phones in the hall.
pass 22
sees 0:38
shot plan
press enter
press enter
write If my train is late, then I will ring from the platform.
press enter
sees How sure are you
press 8 enter
press 7 enter
sees When shall we look at it?
press 3
sees How heated are you now?
press 1 enter
press 2 enter
sees From warm to cool.
press enter
sees One thank-you
press enter enter enter enter
sees these pages are yours alone
press enter
sees What shall we keep?
press 2 enter enter 2 enter
sees One good step.
shot end
