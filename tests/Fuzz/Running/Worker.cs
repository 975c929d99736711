using System.Diagnostics;
using QmpGen.Fuzz.Mutation;

namespace QmpGen.Fuzz.Running;

/// <summary>A thread that tries inputs, one after another.</summary>
internal sealed class Worker
{
    private readonly IFuzzTarget _target;
    private readonly Mutator _mutator;
    private readonly LastInput? _last;
    private readonly Thread _thread;
    private volatile byte[]? _current;
    private long _started;
    private long _runs;

    /// <param name="target">What is tried.</param>
    /// <param name="seed">The seed of this worker's inputs.</param>
    /// <param name="last">Where the input stands that is being tried; null for nowhere.</param>
    public Worker(IFuzzTarget target, int seed, LastInput? last)
    {
        _target = target;
        _mutator = new Mutator(target, seed);
        _last = last;
        _thread = new Thread(Work, Attempt.StackBytes) { IsBackground = true };
    }

    public long Count { get; private set; }

    public long Runs => Interlocked.Read(ref _runs);

    public long Read { get; private set; }

    public long Refused { get; private set; }

    public bool IsAlive => _thread.IsAlive;

    /// <summary>The input that is being tried.</summary>
    public byte[]? Current => _current;

    /// <summary>How long it has been tried for.</summary>
    public TimeSpan Elapsed =>
        _current is null ? TimeSpan.Zero : Stopwatch.GetElapsedTime(Interlocked.Read(ref _started));

    /// <summary>What went wrong; null while nothing has.</summary>
    public Exception? Failure { get; private set; }

    public bool IsToStop { get; set; }

    /// <summary>Starts to try so many inputs.</summary>
    public void Start(long count)
    {
        Count = count;
        _thread.Start();
    }

    /// <summary>Waits for its end.</summary>
    public bool Join(TimeSpan patience) => _thread.Join(patience);

    private void Work()
    {
        try
        {
            for (; _runs < Count && !IsToStop; Interlocked.Increment(ref _runs))
            {
                Try(_mutator.Next());
            }
        }
        catch (Exception e)
        {
            Failure = e;
        }
    }

    private void Try(byte[] input)
    {
        _last?.Write(input);
        Interlocked.Exchange(ref _started, Stopwatch.GetTimestamp());
        _current = input;
        if (_target.Run(input) == Outcome.Read)
        {
            Read++;
        }
        else
        {
            Refused++;
        }

        _current = null;
    }
}
