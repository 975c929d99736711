using System.Diagnostics;
using QmpGen.Fuzz.Mutation;

namespace QmpGen.Fuzz.Engine;

/// <summary>A thread that runs one input after another.</summary>
internal sealed class FuzzWorker
{
    private readonly IFuzzTarget _target;
    private readonly InputMutator _mutator;
    private readonly CurrentInputFile? _file;
    private readonly Thread _thread;
    private volatile byte[]? _currentInput;
    private volatile bool _stopping;
    private long _inputStart;
    private long _count;
    private long _runCount;

    /// <param name="target">The target.</param>
    /// <param name="seed">The seed of the inputs of this worker.</param>
    /// <param name="file">The file for the current input. Null for none.</param>
    public FuzzWorker(IFuzzTarget target, int seed, CurrentInputFile? file)
    {
        _target = target;
        _mutator = new InputMutator(target, seed);
        _file = file;
        _thread = new Thread(RunInputs, InputRunner.StackBytes) { IsBackground = true };
    }

    public long RunCount => Interlocked.Read(ref _runCount);

    public long AcceptedCount { get; private set; }

    public long RejectedCount { get; private set; }

    public bool IsAlive => _thread.IsAlive;

    /// <summary>The input that is running.</summary>
    public byte[]? CurrentInput => _currentInput;

    /// <summary>The time for which the current input has been running.</summary>
    public TimeSpan CurrentInputTime =>
        _currentInput is null ? TimeSpan.Zero : Stopwatch.GetElapsedTime(Interlocked.Read(ref _inputStart));

    /// <summary>The exception that ended the worker. Null if there was none.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Starts to run the given number of inputs.</summary>
    public void Start(long count)
    {
        _count = count;
        _thread.Start();
    }

    /// <summary>Ends the worker after the current input.</summary>
    public void Stop() => _stopping = true;

    /// <summary>Waits until the worker has ended.</summary>
    public bool Join(TimeSpan timeout) => _thread.Join(timeout);

    private void RunInputs()
    {
        try
        {
            for (; _runCount < _count && !_stopping; Interlocked.Increment(ref _runCount))
            {
                RunInput(_mutator.CreateNext());
            }
        }
        catch (Exception e)
        {
            Failure = e;
        }
    }

    private void RunInput(byte[] input)
    {
        _file?.Write(input);
        Interlocked.Exchange(ref _inputStart, Stopwatch.GetTimestamp());
        _currentInput = input;
        if (_target.Run(input) == FuzzOutcome.Accepted)
        {
            AcceptedCount++;
        }
        else
        {
            RejectedCount++;
        }

        _currentInput = null;
    }
}
