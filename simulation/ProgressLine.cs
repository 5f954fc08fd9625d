namespace Marketplace.Simulation;

/// <summary>How far a simulation is: a bar that moves on a terminal, a line now and then elsewhere.</summary>
public sealed class ProgressLine(TextWriter output, bool bar)
{
    private const int Width = 32;
    private int _told;

    public void Show(SimulationProgress progress)
    {
        var done = (double)progress.Day / progress.Days;
        var text = string.Create(CultureInfo.InvariantCulture,
            $"day {progress.Day} of {progress.Days}, {progress.Proposals:N0} proposals, {progress.Proposals / Math.Max(0.001, progress.Elapsed.TotalSeconds):N0} a second");
        if (bar)
        {
            var filled = (int)(done * Width);
            output.Write($"\r[{new string('#', filled)}{new string('.', Width - filled)}] {text}   ");
            if (progress.Day == progress.Days)
            {
                output.WriteLine();
            }
        }
        else if ((int)(done * 10) > _told)
        {
            _told = (int)(done * 10);
            output.WriteLine(text);
        }
    }
}
