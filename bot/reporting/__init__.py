"""What the record shows as a whole: figures, gaps in the policies, the monthly report. No words of anybody's."""
