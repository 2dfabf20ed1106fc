"""Assessment: attempts at quizzes, answers as shown and as given, grades."""
